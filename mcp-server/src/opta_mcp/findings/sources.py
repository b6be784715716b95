"""Where thresholds and advice come from, so that each is written once."""

from __future__ import annotations

MEASURED = "measured"
"""On one machine of two cores: each fault made for real, and beside it what looks alike and is none."""
OURS = "ours"
"""A starting point of ours, tried on real faults."""
NETDATA_TREE = "https://github.com/netdata/netdata/tree/master/src/health/health.d"
NETDATA = "Netdata"
"""One of its stock alarms, by name."""
PSI = "https://docs.kernel.org/accounting/psi.html"
USE_METHOD = "https://www.brendangregg.com/USEmethod/use-linux.html"
CGROUP_V2 = "https://docs.kernel.org/admin-guide/cgroup-v2.html"
OOMD = "https://manpages.ubuntu.com/manpages/questing/man5/oomd.conf.5.html"
SYSCTL_VM = "https://docs.kernel.org/admin-guide/sysctl/vm.html"
NVML = "https://docs.nvidia.com/deploy/nvml-api/api/group__nvmlClocksEventReasons.html"
SIGNALS = "https://man7.org/linux/man-pages/man7/signal.7.html"
