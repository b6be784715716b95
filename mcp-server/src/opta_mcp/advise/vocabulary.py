"""The words that people use of a computer, what they mean, and what each meaning is a symptom of. Data alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opta_mcp.findings.rule import Symptom


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


WORDS: Mapping[str, frozenset[str]] = {
    "computer": _set(
        """
        computer computers pc laptop notebook machine system desktop mac macbook workstation server tablet windows
        linux
        """
    ),
    "memory": _set("ram memory kswapd kswapd0 vmmem cache"),
    "swap": _set("swap swaps swapping swapped swapfile paging"),
    "disk": _set(
        """
        disk disks disc drive drives ssd hdd nvme storage partition partitions volume mount space inode inodes
        """
    ),
    "space": _set("space storage"),
    "file": _set("folder folders file files directory directories trash caches"),
    "cpu": _set("cpu cpus processor processors core cores load kernel_task"),
    "graphics": _set("gpu gpus graphics vram fps frames nvidia game games gaming play playing"),
    "network": _set(
        """
        network internet wifi wlan ethernet connection download downloads downloading upload uploads bandwidth ping
        latency offline online router packets buffers buffering provider isp dns
        """
    ),
    "battery": _set("battery batteries charge charging charger plugged unplugged drains"),
    "boot": _set("boot boots booting booted startup"),
    "clock": _set("frequency frequencies clock clocks mhz ghz throttle throttles throttled throttling turbo boost"),
    "write": _set("write writes writing wrote written"),
    "facts": _set("specs specifications spec hardware uptime"),
    "size": _set("gb gib mb mib tb gigabytes megabytes"),
    "model": _set("model models llm llms ollama llama ai gpt chatbot token tokens"),
    "program": _set(
        """
        program programs app apps application applications process processes software tool service services browser
        browsers tab tabs editor ide terminal compiler container containers thread threads script scripts
        """
    ),
    "named": _set(
        """
        firefox chrome chromium safari edge discord slack teams zoom steam spotify vscode photoshop baloo msmpeng
        onedrive dropbox whatsapp telegram thunderbird outlook minecraft blender gimp skype vivaldi libreoffice docker
        ollama
        """
    ),
    "slow": _set(
        """
        slow slower slowly slowness sluggish lag lags laggy lagging crawl crawls crawling delay delays delayed unusable
        performance faster speed choppy bottleneck
        """
    ),
    "freezes": _set(
        """
        freeze freezes freezing froze frozen hang hangs hanging hung stuck unresponsive stall stalls stalled stutter
        stutters stuttering hiccups paused halt halts grinds grinding
        """
    ),
    "full": _set("full low enough left room free available exhausted nearly lack"),
    "use": _set(
        """
        eat eats eating use uses using used usage hog hogs hogging consume consumes consuming take takes taking
        taken hold holds holding occupy occupies occupying busy active heavy most biggest largest high utilization
        100% doing much idle
        """
    ),
    "amount": _set("amount percent percentage total"),
    "percent": _set("100%"),
    "growing": _set("grow grows growing grew leak leaks leaking leaked"),
    "hot": _set(
        """
        hot heat heats heating overheat overheats overheating overheated temperature temperatures warm burning
        thermal
        """
    ),
    "loud": _set("loud louder fan fans noise noises noisy spin spins spinning whirring"),
    "crash": _set(
        "crash crashes crashing crashed oom killed kills rebooted reboots restarted restarts died disappears "
        "disappeared segfault vanished vanishes"
    ),
    "not": _set("not fail fails failed unable refuse refuses never"),
    "start": _set("start starts starting launch launches launching started open opens opening opened run fork"),
    "undead": _set("zombie zombies defunct"),
    "delete": _set("delete deleting remove removing cleanup uninstall reclaim"),
    "wrong": _set(
        """
        wrong problem problems trouble issue issues ok okay fine healthy health good alright happening matter broken
        status check diagnose diagnosis bad weird odd strange unusual suspicious work works working attention
        culprit worry worried misbehave misbehaves misbehaving
        """
    ),
}
"""Each meaning with the words that carry it; a word may carry several."""

READINGS: tuple[tuple[str, tuple[Symptom, ...]], ...] = (
    ("memory full", ("full_memory", "memory_use")),
    ("memory use", ("memory_use",)),
    ("memory amount", ("full_memory", "memory_use")),
    ("memory use amount", ("full_memory", "memory_use")),
    ("memory use percent", ("full_memory", "memory_use")),
    ("memory", ("full_memory", "memory_use")),
    ("memory use growing", ("growing", "memory_use")),
    ("memory growing", ("growing", "memory_use")),
    ("disk full", ("full_disk",)),
    ("disk use", ("disk_use", "full_disk")),
    ("disk", ("full_disk", "disk_use")),
    ("disk use amount", ("full_disk", "disk_use")),
    ("disk wrong", ("full_disk",)),
    ("disk wrong", ("disk_use", "full_disk")),
    ("disk slow", ("disk_use", "slow")),
    ("disk write", ("disk_use",)),
    ("disk use write", ("disk_use",)),
    ("facts", ("machine",)),
    ("disk growing", ("growing", "full_disk")),
    ("disk growing full", ("full_disk", "growing")),
    ("disk space use", ("space_use", "full_disk")),
    ("disk space amount", ("full_disk",)),
    ("disk space full amount", ("full_disk",)),
    ("disk space use amount", ("full_disk",)),
    ("file full", ("full_disk", "space_use")),
    ("file use", ("space_use", "full_disk")),
    ("file growing", ("growing", "full_disk")),
    ("file delete", ("space_use", "full_disk")),
    ("disk delete", ("space_use", "full_disk")),
    ("delete", ("space_use", "full_disk")),
    ("memory delete", ("full_memory", "memory_use")),
    ("swap", ("full_swap", "memory_use")),
    ("swap memory", ("full_swap", "memory_use")),
    ("swap memory full", ("full_swap", "full_memory")),
    ("swap memory use", ("full_swap", "memory_use")),
    ("swap memory use full", ("full_swap", "full_memory")),
    ("swap full", ("full_swap", "memory_use")),
    ("swap use", ("full_swap", "memory_use")),
    ("swap use percent", ("full_swap", "memory_use")),
    ("swap amount", ("full_swap",)),
    ("swap full amount", ("full_swap",)),
    ("swap use amount", ("full_swap", "memory_use")),
    ("swap delete", ("full_swap",)),
    ("swap disk full", ("full_swap",)),
    ("swap file", ("full_swap",)),
    ("swap file use", ("full_swap", "memory_use")),
    ("swap file full", ("full_swap",)),
    ("swap file delete", ("full_swap",)),
    ("swap growing", ("growing", "full_swap")),
    ("cpu", ("cpu_use",)),
    ("cpu use", ("cpu_use",)),
    ("clock", ("slow", "hot", "cpu_use")),
    ("cpu clock", ("slow", "hot", "cpu_use")),
    ("cpu full", ("cpu_use",)),
    ("cpu hot", ("hot", "cpu_use")),
    ("cpu slow", ("cpu_use", "slow")),
    ("graphics", ("graphics",)),
    ("graphics hot", ("hot", "graphics")),
    ("graphics use", ("graphics",)),
    ("graphics full", ("graphics",)),
    ("graphics slow", ("slow", "graphics")),
    ("graphics freezes", ("freezes", "graphics")),
    ("network", ("network",)),
    ("network slow", ("network",)),
    ("network freezes", ("network",)),
    ("network use", ("network",)),
    ("battery", ("battery",)),
    ("battery full", ("battery",)),
    ("battery use", ("battery", "cpu_use")),
    ("boot", ("boot",)),
    ("boot slow", ("boot",)),
    ("boot use", ("boot",)),
    ("boot disk slow", ("boot",)),
    ("boot disk use", ("boot",)),
    ("computer not start", ("boot", "cannot_start")),
    ("model slow", ("model_slow",)),
    ("model freezes", ("model_slow",)),
    ("model graphics", ("model_slow", "graphics")),
    ("model cpu", ("model_slow", "cpu_use")),
    ("slow", ("slow",)),
    ("freezes", ("freezes",)),
    ("full", ("full_disk", "full_memory")),
    ("use", ("cpu_use", "memory_use")),
    ("growing", ("growing",)),
    ("growing full", ("full_disk", "growing")),
    ("hot", ("hot",)),
    ("loud", ("loud", "hot")),
    ("crash", ("crash",)),
    ("not start", ("cannot_start",)),
    ("undead", ("processes",)),
    ("wrong", ("anything",)),
    ("computer", ("anything",)),
    ("program", ("anything",)),
    ("named", ("anything",)),
)
"""What meanings that stand together are a symptom of, the one that a yes or no would be about first.

A reading is dropped where a longer one holds all of its meanings: "slow network" is not "slow".
"""

HOPEFUL = _set("enough left room free available ok okay fine healthy good alright work works working online idle")
"""Words with which "yes" means that nothing is wrong."""

NOUNS = _set("computer memory swap disk cpu graphics network battery boot program named model file clock size facts")
"""Meanings that are things; the others are what is wrong with them."""

KINDS_OF_PROGRAM = _set("browser editor")
"""What a program is called by what it is for, where a question asks yes or no of it."""

LINES = _set("network battery")
"""Things of which "do I have it?" asks how they stand."""

STRONG = NOUNS - {"model", "file"} | {"undead"}
"""Meanings that a computer has and little else; the others need company: it is hot in Spain, too."""

SURE_WORDS = _set(
    """
    laggy lagging stutter stutters stuttering unresponsive vm vms overheat overheats overheating crash crashes crashing
    crashed oom ollama llm thread threads fan fans buffering files folder folders
    """
)
"""Words of other meanings that are said of computers alone."""

WORDS_OF_OTHER_THINGS = _set(
    """
    memory cache caches paging space drive drives core cores load charge charging charger play playing game games
    mount volume connection frames system machine machines server code tab tabs tool service services teams edge
    slack zoom safari steam windows program process processes container containers startup router clock
    clocks packets
    """
)
"""Words of strong meanings that other things have, too."""

FUNCTION_WORDS = _set(
    """
    a about after again all always am an and any anybody anyone anything are as at be because been before being but
    by can could did do does done down else even ever every everything few for from get gets getting got had has
    have he hello help hey hi how i if in into is it its just keep keeps know let like look looks lot lots make
    makes many may me might mine minute more my need no now of off often on once one ones only or our out over
    please quite rather really right same seconds see seem seems she should show since so some somebody someone
    something sometimes soon still such suddenly tell than thank thanks that the their them then there these they
    thing things think this those time times nothing none nobody causing cause happens to today too two up us very
    want was way we week were what when where which while who whole whose why will with without would yes yesterday
    yet you your making give gives giving huge big large come comes back close closes closing kill normal quit
    restart running safe safely temp isn don doesn t s re ve ll m d dozens hours minutes day days currently became
    become becomes gone go goes going other background copying
    """
)
"""Words that say nothing about a subject; what is neither here nor above names something."""

OF_COMPOUNDS = _set(
    """
    in on up off out to of end new saving saver power screen time non anti pre auto self dual multi half high well all
    one two day long hand sized ready plug plugged built save mode call old made real test house side line party
    """
)
"""Parts of ordinary words that are written with a hyphen, and of few names of programs."""

UNMEASURED: Mapping[str, frozenset[str]] = {
    "viruses and other malware": _set(
        "virus viruses malware spyware trojan ransomware hacked hacker infected miner mining bitcoin"
    ),
    "updates": _set("update updates updating updated outdated"),
    "the tabs of a browser": _set("tab tabs"),
    "addresses in a network": _set("ip"),
    "the drivers of devices": _set("driver drivers"),
    "printers": _set("printer printers printing"),
    "sound": _set("sound audio microphone speaker speakers headphones"),
    "Bluetooth": _set("bluetooth"),
    "devices that are plugged in": _set("usb"),
    "backups": _set("backup backups"),
    "the screen": _set("screen monitor display brightness flickers flickering"),
    "keyboards and mice": _set("keyboard mouse touchpad"),
    "cameras": _set("camera webcam"),
    "passwords and accounts": _set("password passwords account accounts"),
    "prices": _set("price prices cost costs"),
    "programs that protect against viruses": _set("antivirus firewall defender"),
    "what starts with the computer": _set("autostart"),
    "who else is in the network": _set("intruder"),
    "what a game or a program needs": _set("suited"),
    "what made the computer itself go down": _set("blackout"),
    "whether fans turn": _set("spinner"),
}
"""What people ask about and no probe looks at."""

ALWAYS_UNMEASURED = (
    "viruses and other malware",
    "printers",
    "Bluetooth",
    "addresses in a network",
    "cameras",
    "prices",
    "what starts with the computer",
    "who else is in the network",
    "what a game or a program needs",
    "what made the computer itself go down",
    "whether fans turn",
)
"""Those of them that are the question, whatever else it says."""

HEALTH_OF_DRIVES = ("smart", "the health of drives")
"""The word that a turn of phrase above puts for it, and what it is called: no probe asks a drive for it."""
