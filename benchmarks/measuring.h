/* Clocks, samples and what /proc tells about the server: everything here ends up in the JSON. Times are milliseconds,
 * CPU is seconds. */
#pragma once

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

struct sample {
    double *values;
    int count;
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static int ascending(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

static double quantile(struct sample *sample, double share)
{
    if (!sample->count)
        return -1;
    qsort(sample->values, sample->count, sizeof(double), ascending);
    return sample->values[(int)((sample->count - 1) * share)];
}

static double number_in(const char *path, const char *format)
{
    double number = 0;
    FILE *file = fopen(path, "r");
    if (file && fscanf(file, format, &number) != 1)
        number = 0;
    if (file)
        fclose(file);
    return number;
}

/* All threads of a process, to the nanosecond: /proc/PID/stat counts in hundredths of a second, which is a third of
 * what a broadcast takes. */
static double cpu_of(int process)
{
    char path[320];
    double nanoseconds = 0;
    snprintf(path, sizeof path, "/proc/%d/task", process);
    DIR *tasks = opendir(path);
    for (struct dirent *task; tasks && (task = readdir(tasks));) {
        snprintf(path, sizeof path, "/proc/%d/task/%s/schedstat", process, task->d_name);
        nanoseconds += task->d_name[0] == '.' ? 0 : number_in(path, "%lf");
    }
    if (tasks)
        closedir(tasks);
    return nanoseconds / 1e9;
}

static double own_cpu(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* Of the whole machine, since it was started. */
static double busy_cpu(void)
{
    double user = 0, nice = 0, system = 0, interrupts = 0;
    FILE *file = fopen("/proc/stat", "r");
    if (file && fscanf(file, "cpu %lf %lf %lf %*f %*f %lf", &user, &nice, &system, &interrupts) != 4)
        user = 0;
    if (file)
        fclose(file);
    return (user + nice + system + interrupts) / sysconf(_SC_CLK_TCK);
}

static double resident_kb(int process)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/statm", process);
    return number_in(path, "%*f %lf") * sysconf(_SC_PAGESIZE) / 1024.0;
}
