"""Where thresholds and advice come from, so that each is written once."""

from __future__ import annotations

MEASURED = "measured: diagnosis on a machine of 2 cores, see docs/rules.md"
OURS = "ours: a starting point, tuned on real faults"
NETDATA_TREE = "https://github.com/netdata/netdata/tree/master/src/health/health.d"
NETDATA = f"Netdata's stock alarms, {NETDATA_TREE}"
PSI = "https://docs.kernel.org/accounting/psi.html"
USE_METHOD = "https://www.brendangregg.com/USEmethod/use-linux.html"
CGROUP_V2 = "https://docs.kernel.org/admin-guide/cgroup-v2.html"
OOMD = "https://manpages.ubuntu.com/manpages/questing/man5/oomd.conf.5.html"
SYSCTL_VM = "https://docs.kernel.org/admin-guide/sysctl/vm.html"
NVML = "https://docs.nvidia.com/deploy/nvml-api/api/group__nvmlClocksEventReasons.html"
SIGNALS = "https://man7.org/linux/man-pages/man7/signal.7.html"
