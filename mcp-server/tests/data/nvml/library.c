/* A library with the names of NVIDIA's: one card under load, held by one process. It prints where it should not.
   With LOST a second card has fallen off its bus, and the first keeps to itself why it is slow and who is at work. */
#include <string.h>
#include <unistd.h>

enum { SUCCESS = 0, NOT_SUPPORTED = 3, NO_PERMISSION = 4, INSUFFICIENT_SIZE = 7, GPU_IS_LOST = 15 };
#ifdef LOST
enum { CARDS = 2, TOLD = NO_PERMISSION };
#else
enum { CARDS = 1, TOLD = SUCCESS };
#endif

typedef struct { unsigned int gpu, memory; } utilization;
typedef struct { unsigned long long total, free, used; } memory;
typedef struct { unsigned int pid; unsigned long long used; unsigned int instance, compute; } process;
typedef struct { unsigned int pid; unsigned long long at; unsigned int sm, mem, enc, dec; } sample;

int nvmlInitWithFlags(unsigned int flags) {
    const char *noise = "{\"cards\": []}\n";
    return flags || write(1, noise, strlen(noise)) < 0 ? NOT_SUPPORTED : SUCCESS;
}
const char *nvmlErrorString(int code) { return code == NO_PERMISSION ? "Insufficient Permissions" : code == GPU_IS_LOST ? "GPU is lost" : "Not Supported"; }
int nvmlDeviceGetCount_v2(unsigned int *count) { return *count = CARDS, SUCCESS; }
int nvmlDeviceGetHandleByIndex_v2(unsigned int index, void **card) { return *card = (void *)(1L + index), index ? GPU_IS_LOST : SUCCESS; }
int nvmlDeviceGetName(void *card, char *name, unsigned int size) { return strncpy(name, "NVIDIA Model X", size), SUCCESS; }
int nvmlDeviceGetUtilizationRates(void *card, utilization *use) { return *use = (utilization){98, 40}, SUCCESS; }
int nvmlDeviceGetMemoryInfo(void *card, memory *use) { return *use = (memory){80ULL << 30, 59ULL << 30, 21ULL << 30}, SUCCESS; }
int nvmlDeviceGetTemperature(void *card, int sensor, unsigned int *celsius) { return *celsius = 56, SUCCESS; }
int nvmlDeviceGetPowerUsage(void *card, unsigned int *milliwatts) { return *milliwatts = 692000, SUCCESS; }
int nvmlDeviceGetEnforcedPowerLimit(void *card, unsigned int *milliwatts) { return NO_PERMISSION; }
int nvmlDeviceGetClockInfo(void *card, int kind, unsigned int *mhz) { return *mhz = 1485, SUCCESS; }
int nvmlDeviceGetMaxClockInfo(void *card, int kind, unsigned int *mhz) { return *mhz = 1980, SUCCESS; }
int nvmlDeviceGetCurrentClocksThrottleReasons(void *card, unsigned long long *bits) { return *bits = 0x24, TOLD; }
int nvmlDeviceGetGraphicsRunningProcesses_v3(void *card, unsigned int *count, process *all) { return *count = 0, SUCCESS; }
int nvmlDeviceGetComputeRunningProcesses_v3(void *card, unsigned int *count, process *all) {
    *count = 1;
    if (!all) return INSUFFICIENT_SIZE;
    all[0] = (process){4321, 21ULL << 30, 0, 0};
    return SUCCESS;
}
int nvmlDeviceGetProcessUtilization(void *card, sample *all, unsigned int *count, unsigned long long since) {
    *count = 1;
    if (TOLD != SUCCESS) return TOLD;
    if (!all) return INSUFFICIENT_SIZE;
    all[0] = (sample){4321, 1, 94, 0, 0, 0};
    return SUCCESS;
}
