using Patella.Benchmarks.Matching;

return args switch
{
    ["matching", .. var rest] => MatchingBenchmark.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Name a benchmark: matching [seed]");
    return 2;
}
