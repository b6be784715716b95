"""How each operating system is read: `linux/` from /proc and /sys, `portable` from psutil for the others."""
