using Patella.Benchmarks.Actions;
using Patella.Benchmarks.Detection;
using Patella.Benchmarks.Ledger;
using Patella.Benchmarks.Lighthouse;
using Patella.Benchmarks.Matching;
using Patella.Benchmarks.Policies;
using Patella.Benchmarks.Serving;
using Patella.Benchmarks.Store;
using Patella.Benchmarks.Voices;

return args switch
{
    ["matching", .. var rest] => MatchingBenchmark.Run(rest),
    ["store", .. var rest] => StoreBenchmark.Run(rest),
    ["timers", .. var rest] => TimerBenchmark.Run(rest),
    ["messages", .. var rest] => MessagesBenchmark.Run(rest),
    ["connections", .. var rest] => ConnectionsBenchmark.Run(rest),
    ["lists", .. var rest] => ListsBenchmark.Run(rest),
    ["ledger", .. var rest] => LedgerBenchmark.Run(rest),
    ["actions", .. var rest] => ActionsBenchmark.Run(rest),
    ["lighthouse", .. var rest] => LighthouseBenchmark.Run(rest),
    ["policies", .. var rest] => PoliciesBenchmark.Run(rest),
    ["detection", .. var rest] => DetectionBenchmark.Run(rest),
    ["voices", .. var rest] => VoicesBenchmark.Run(rest),
    ["gate", .. var rest] => GateBenchmark.Run(rest),
    ["wall", .. var rest] => WallBenchmark.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Name a benchmark: matching | store | timers | messages | connections | lists | ledger | actions | lighthouse | policies | detection | voices | gate | wall (bench/README.md tells their options)");
    return 2;
}
