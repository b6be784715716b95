"""Linux, read raw from /proc and /sys: a tenth of the time that a library takes, and more of what the kernel tells."""
