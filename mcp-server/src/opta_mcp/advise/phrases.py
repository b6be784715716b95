"""Turns of phrase, and how each is put in words that `vocabulary` knows. Data alone."""

from __future__ import annotations

HAVINGS = "computer|machine|pc|laptop|processor|cpu|os|operating system|system"
"""What people ask the kind of."""

HAVE = r"(?:do i (?:have|use|run)|have i|am i (?:running|using|on)|is (?:this|in here|in it|installed))"
"""How they ask what theirs is."""

DRIVES = "disks?|drives?|ssd|hdd|nvme"
AILMENTS = (
    "health|healthy|broken|dying|dead|failing|faulty|defective|clicking|clicks|bad sectors?|errors?|replacing|replaced|"
    "worn|wear|lifespan"
)
"""What is said of a drive that may be at its end."""
ROOMS = rf"(?:{DRIVES}|storage|partition|space)"

PHRASES: tuple[tuple[str, str], ...] = (
    (r"[’`´]", "'"),  # noqa: RUF001  # what keyboards and phones put for an apostrophe
    (r"\b(what|that|there|it|here|who|which|where|how)(?:'s|s)\b(?<!its)", r"\1 is"),
    (r"\bcan(?:'?t|not)\b", "can not"),
    (r"\bwon'?t\b", "will not"),
    (r"\b(do|does|did|is|are|was|were|has|have|could|would|should)n'?t\b", r"\1 not"),
    (r"\bwi[- ]fi\b", "wifi"),
    (r"\banti[- ]virus\b", "antivirus"),
    (r"(?<![\w/])([c-h]):(?=\s|$|\\)", "disk"),
    (r"\bvirtual memory\b", "swap"),
    (r"\b(\d+)(gb|tb|mb)\b", r"\1 \2"),
    (r"\bwill (?:an? |my )?\d+ (?:gb|tb|gigs?)\b.*\bfit\b", "how disk full amount"),
    (rf"\bhow long (?:will|does|do|can) (?:my |the |an? )?({DRIVES}) (?:last|live)\b", r"\1 smart"),
    (r"\bhow much (?:is|are) (.*)\bworth\b", r"\1 price"),
    (r"\b(?:nothing|nobody|no program) (?:responds?|reacts?)\b", "frozen"),
    (r"\bnot (?:very |so |that )?fast\b", "slow"),
    (r"\b\d+(?:[.,]\d+)? ?(?:%|percent\b|per cent\b)", "100%"),
    (r"\bhow (is|are) ((?:\w+ ){1,3})doing\b", r"how \1 \2 status"),
    (r"\bup[ -]to[ -]date\b", "updates"),
    (rf"\b({DRIVES})\b(.*)\b(?:{AILMENTS})\b", r"\1 \2 smart"),
    (rf"\b({DRIVES}) (?:still )?(ok|okay|alright|fine|good)\b", r"\1 \2 smart"),
    (r"\b(?:out of|not enough) (?:disk|drive|storage)\b", "disk full"),
    (rf"\b(is|are) ((?:\S+ ){{1,3}})filling\b(?=.*\b{ROOMS}\b)", r"\1 \2growing full"),
    (rf"\b(?:fills|filling|filled)\b(?! itself| up)(?=.*\b{ROOMS}\b)", "uses space"),
    (r"\bdocker\b(?=.*\b(?:\d+ ?gb|\d+ ?tb|space|disk|images?|volumes?|clean|prune)\b)", "docker file"),
    (r"\b(page|memory|ram|kernel|drop|dropping|dropped)[ _-]caches?\b", r"\1 cache"),
    (r"\b(?:runs?|running|ran) out of\b|\brun(?:s|ning)? low\b|\blow on\b(?! \w+ space| space)", "full"),
    (r"\bout of memory\b", "memory full"),
    (r"\b(?:vs|visual studio) code\b", "vscode"),
    (r"\b(cpu|gpu|processor|core|laptop|computer) temps?\b", r"\1 temperature"),
    (r"\bload average\b", "cpu load"),
    (r"\b(?:disk|drive|storage) (?:space )?usage\b(?!.*100%)", "disk amount"),
    (r"\b(?:kernel|os|system|linux|windows|mac ?os) version\b|\bversion of (?:windows|linux|mac ?os)\b", "specs"),
    (r"\bvirus[- ]free\b", "virus"),
    (r"\bclean (?:up )?(?:my|the|this) (?:computer|pc|laptop|mac|machine|disk|drive)\b", "delete file"),
    (r"\btell me about (?:my|this) (?:computer|pc|laptop|mac|machine|system)\b", "specs"),
    (r"\bmemory pressure(?: high)?\b", "ram full"),
    (r"\blist (?:of )?(?:all )?(?:the )?(?:running )?(?:process(?:es)?|programs|apps)\b", "what uses"),
    (r"\bempty(?:ing)? (?:the |my )?(?:\w+ )?(?:trash|bin)\b", "delete file"),
    (r"\b(?:running|runs?|working|going) (?:well|smoothly|fine|ok|okay|normally|properly|alright)\b", "fine"),
    (r"\b(what|which \w+) (?:is|are) running\b|\brunning (?=(?:in|on) )", r"\1 uses "),
    (r"\bhow fast\b", "how speed"),
    (r"\bhow many (gb|gib|tb|mb|gigs|gigabytes|megabytes)\b", r"how amount \1"),
    (r"\b(?:no|out of|low on) (?:\w+ )?space\b", "disk full"),
    (r"\bfill(?:s|ing|ed)?(?: itself)? up\b", "growing full"),
    (r"\btoo many open files\b|\bresource temporarily unavailable\b", "programs not start"),
    (r"\b(?:not|stopped|stops) respond(?:ing)?\b|\bstop(?:s|ped) working\b", "frozen"),
    (r"\block(?:s|ed|ing)? up\b", "freezes"),
    (r"\bfor (?:(?:a few|several|some|many) )?seconds\b", "freezes"),
    (r"\bstart(?:s|ing)?[- ]up\b|\b(?:turn|switch)(?:s|es|ed|ing)?(?: it)? on\b|\blog(?:ging)? ?in\b", "startup"),
    (r"\btak(?:es?|ing) (?:\w+ )?(?:forever|ages|long|eternity|minutes)\b", "slow"),
    (r"\bslow(?:s|ing|ed)? (?:me|us) down\b", "laggy"),
    (r"\bslow(?:s|ing|ed)? (?:[\w-]+ ){0,3}down\b", "slow"),
    (r"\ball right\b", "alright"),
    (
        (
            r"\b(?:blue screen|bsod|kernel panic)\b|\b(?:shut|turn|switch)(?:s|es|ting|ing)? (?:itself )?(?:down|off)\b"
            r"(?=.*\b(?:by itself|on its own|random))"
        ),
        "crash blackout",
    ),
    (r"\bby itself\b|\bon its own\b", "crash"),
    (r"\b(?:free|clean|clear)(?:ing)?(?: \w+)? up\b|\bget(?:ting)? rid of\b", "delete"),
    (r"\bmore and more\b|\bkeeps? (?:on )?(?:rising|increasing|climbing|going up|getting bigger)\b", "growing"),
    (r"\b(?:going|goes|gone) up\b", "growing"),
    (r"\bpag(?:e|ing) ?file\b", "swap"),
    (
        r"\bhow much (?:\w+ )*(?:space|storage|room) (?:is |do i have )?(?:left|free|available)\b",
        "how amount disk full",
    ),
    (r"\bwhere (?:did|has|does|is) (?:\w+ )*(?:space|storage|room) (?:go|gone|going)\b", "what uses space"),
    (r"\b(?:video|graphics?) (?:card|memory|ram)\b", "gpu"),
    (r"\bhard drives?\b|\bfile ?systems?\b", "disk"),
    (
        r"\b(?:pip|pipenv|npm|yarn|conda|brew|uv|apt|docker|gradle|maven|browser|build|package)(?:'s)? caches?\b",
        "disk file",
    ),
    (r"\b(?:clear|empty|clean|wip|flush)(?:e|ing)? (?:out )?(?:the |my |all )?caches?\b", "delete file"),
    (
        (
            r"\b(?:can|could) i (?:not )?(?:still )?(?:save|create|write|copy|store)\b(?! to)"
            r"|\bcan not (?:i )?(?:save|create|copy|store)\b"
        ),
        "why disk full",
    ),
    (r"\b(?:install|download|store|copy|save) (?:an? )?\d+ ?(?:gb|tb|gigs?)\b", "disk full amount"),
    (
        (
            r"\b(?:good|fast|strong|powerful) enough (?:for|to)\b|\benough (?:\w+ )?power\b"
            r"|\bcan (?:i|it|this|my \w+) (?:run|play|handle)\b(?! an? (?:local )?(?:llm|model|ai)\b)"
        ),
        "suited",
    ),
    (r"\b(?:full|fullest|maximum|top) (?:speed|clock|throttle)\b", "clock fine"),
    (r"\bcontext[- ]switch(?:es|ing)?\b|\b(?:sys|kernel) time\b", "cpu"),
    (r"\bload (an?|the|my|this)\b", r"open \1"),
    (r"\bip(?: address(?:es)?)? (?:is |being )?leak(?:s|ed|ing)?\b", "ip"),
    (r"\b(?:task manager|activity monitor|resource monitor)\b", "here"),
    (
        (
            r"\b(?:the |my )?(?:video|zoom|teams|skype) (?:calls?|meetings?|chats?)\b"
            r"(?!.*\b(?:computer|pc|laptop|machine|cpu)\b)"
        ),
        "the video network",
    ),
    (
        (
            r"\bfans? (?:is |are )?(?:broken|dead|defective|worn|not (?:spinning|working|turning))\b"
            r"|\b(?:broken|dead) fans?\b"
        ),
        "fan spinner",
    ),
    (
        (
            r"\b(?:what|which \w+|programs?|apps?) (?:starts?|launch(?:es)?|runs?) "
            r"(?:automatically|with (?:my|the|windows)|at (?:boot|startup|login))\b|\bautostart\w*\b"
        ),
        "what autostart",
    ),
    (
        (
            r"\b(?:someone|somebody|anyone|anybody|neighbou?rs?|stranger|who else)(?: else)? (?:is |are )?"
            r"(?:using|on|in|stealing|uses) (?:my |the )?(?:wifi|internet|network|wlan)\b"
        ),
        "intruder",
    ),
    (r"\btop (?:\d+ )?(?=(?:process|program|app)\w*)", "most "),
    (r"\bhow many (?:\w+ )?(?:cores|cpus|processors|threads)\b", "specs"),
    (r"\bhow much (ram|memory) (?:do i|does (?:it|(?:this|my) \w+)) have\b", r"specs \1"),
    (r"\bhow (?:big|large) (?:is|are)\b", "how amount uses"),
    (r"\bhow (?:much|full)\b", "how amount"),
    (r"\bhow (?:hot|warm)\b", "how temperature"),
    (r"\bhow busy\b", "how amount busy"),
    (
        (
            r"\bhow many (?!zombie|defunct)(?:\w+ )?process(?:es)?\b(?! can)(?: (?:are|is|do i have))?"
            r"(?: (?:running|open|there))?"
        ),
        "specs",
    ),
    (r"\b(?:when|how long ago) (?:did|was|has|is|have) (?:\w+ ){1,4}(?:re)?(?:boot|start)(?:ed)?\b", "uptime"),
    (r"\b(?:last|latest) (?:re)?(?:boot|start)\b", "uptime"),
    (r"\bhow long (?:has|have|is|was) (?:\w+ ){1,3}(?:been )?(?:on|up|running)\b", "uptime"),
    (rf"\b(?:what|which) (?:kind of |sort of )?(?:{HAVINGS}) {HAVE}\b", "specs"),
    (r"\b(?:too|to|so) many (?:\w+ )?process(?:es)?\b", "defunct"),
)
"""Turns of phrase, each put as words that the table of words knows; applied in this order to lower-case text."""
