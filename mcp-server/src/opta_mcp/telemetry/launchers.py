"""Programs that start others without being one application with them: shells, inits, terminals, desktops, wrappers.

Names are as the system gives them, in lower case and without `.exe`; a kernel cuts names at 15 characters where the
file itself cannot be read, so each is compared by its first 15.
"""

from __future__ import annotations

import re

_SHELLS = "sh bash dash zsh fish ksh ksh93 mksh tcsh csh ash busybox nu pwsh powershell cmd elvish xonsh"

_INITS = (
    "init systemd (sd-pam) systemd-executor launchd launchd_sim tini dumb-init catatonit docker-init openrc-init "
    "openrc-run runit runsv runsvdir s6-svscan s6-supervise supervisord start-stop-daemon cron crond anacron atd "
    "containerd-shim containerd-shim-runc-v2 conmon crun runc dbus-daemon dbus-broker dbus-broker-launch services "
    "svchost wininit winlogon userinit smss csrss xpcproxy loginwindow login agetty getty sshd sshd-session "
    "sshd-auth gdm3 gdm gdm-session-worker gdm-x-session gdm-wayland-session sddm sddm-helper lightdm "
    "lightdm-session greetd xinit startx"
)

_TERMINALS = (
    "gnome-terminal-server gnome-terminal konsole xterm uxterm urxvt rxvt alacritty kitty wezterm-gui "
    "wezterm-mux-server foot footclient tmux screen zellij xfce4-terminal mate-terminal lxterminal qterminal "
    "deepin-terminal ptyxis ptyxis-agent kgx tilix guake yakuake terminator st ghostty windowsterminal "
    "openconsole conhost terminal iterm2 iterm hyper tabby mosh-server dtach abduco"
)

_DESKTOPS = (
    "gnome-shell gnome-session gnome-session-binary gnome-session-service gsd-media-keys plasmashell "
    "plasma_session startplasma-x11 startplasma-wayland kwin_x11 kwin_wayland kwin_wayland_wrapper ksmserver "
    "krunner kded5 kded6 kdeinit5 xfce4-session xfce4-panel xfdesktop xfwm4 cinnamon cinnamon-session "
    "cinnamon-launcher mate-session mate-panel lxsession lxqt-session lxqt-panel lxpanel budgie-panel budgie-wm "
    "i3 i3bar sway swaybar hyprland niri river openbox awesome bspwm dwm qtile sxhkd rofi wofi dmenu_run fuzzel "
    "ulauncher albert xorg xwayland explorer finder dock windowserver"
)

_WRAPPERS = (
    "sudo su doas pkexec runuser setpriv env nice nohup setsid ionice chrt taskset numactl timeout time stdbuf "
    "script unbuffer expect flock xargs parallel watch strace ltrace gdb lldb perf chroot unshare nsenter bwrap "
    "firejail flatpak snap snap-confine snap-exec flatpak-session-helper systemd-run systemd-inhibit xvfb-run "
    "dbus-run-session uv uvx pipx npx run-parts entr inotifywait gamemoderun mangohud reaper run0 caffeinate arch"
)

_NAME_LENGTH = 15

_LAUNCHERS = frozenset(
    name[:_NAME_LENGTH] for names in (_SHELLS, _INITS, _TERMINALS, _DESKTOPS, _WRAPPERS) for name in names.split()
)

_INTERPRETER = re.compile(r"(python|pypy|node|deno|bun|ruby|perl|lua|php|java)[\d.]*[dt]?w?")


def plain(name: str) -> str:
    """Return a program's name as it is compared: lower case, no `.exe`, no login shell's dash."""
    return name.lower().removesuffix(".exe").lstrip("-")


def is_launcher(name: str) -> bool:
    """Say whether a program of this name starts others that are not part of it."""
    return plain(name).split(":", 1)[0][:_NAME_LENGTH] in _LAUNCHERS


def is_interpreter(program: str) -> bool:
    """Say whether what a process of this program does is told by its script alone."""
    return _INTERPRETER.fullmatch(plain(program)) is not None
