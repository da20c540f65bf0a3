using Patella.Benchmarks.Matching;
using Patella.Benchmarks.Store;

return args switch
{
    ["matching", .. var rest] => MatchingBenchmark.Run(rest),
    ["store", .. var rest] => StoreBenchmark.Run(rest),
    ["timers", .. var rest] => TimerBenchmark.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Name a benchmark: matching [seed] | store [--seconds N] [--writers 1,16,64,256] [--postgres CONNECTION] | timers [--timers N]");
    return 2;
}
