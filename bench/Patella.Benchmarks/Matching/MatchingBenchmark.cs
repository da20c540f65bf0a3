using System.Diagnostics;

namespace Patella.Benchmarks.Matching;

/// <summary>
/// Match decisions with 40,000 agents and 1,000 skills, once with agents to spare and once with 100,000 contacts
/// waiting; the kernel's pool beside a full scan in the same run. One operation ends a contact and lets one arrive, so
/// it makes one decision. `dotnet run -c Release --project bench/Patella.Benchmarks -- matching [seed]`
/// </summary>
internal static class MatchingBenchmark
{
    private const int Spare = 60_000;
    private const int Overload = 40_000 * MatchingWorld.Capacity + 100_000;

    internal static int Run(string[] arguments)
    {
        var seed = arguments.Length > 0 ? int.Parse(arguments[0]) : 1;
        var world = new MatchingWorld(seed);
        Console.WriteLine($"seed {seed}, {MatchingWorld.AgentCount} agents, {MatchingWorld.SkillCount} skills, {MatchingWorld.SkillsEach} skills and 2 of 5 languages each, capacity {MatchingWorld.Capacity}");
        Console.WriteLine("load      dispatcher   waiting  decisions   CPU us/decision  decisions/s of CPU  p50 us  p99 us  p99.9 us  bytes/decision");
        foreach (var (name, contacts) in new[] { ("spare", Spare), ("overload", Overload) })
        {
            var pool = Measure(name, "pool", new PoolDispatch(world), contacts, 400_000);
            var scan = Measure(name, "full scan", new FullScanDispatch(world), contacts, 4_000);
            Console.WriteLine($"{name}: a full scan takes {scan / pool:f1} times the CPU time of the pool");
        }
        return 0;
    }

    /// <summary>CPU microseconds a decision; wall time is only shown by its percentiles, for other work disturbs it.</summary>
    private static double Measure(string load, string name, IDispatch dispatch, int contacts, int operations)
    {
        var served = new Queue<int>(MatchingWorld.RingSize);
        var next = 0;
        long now = MatchingWorld.AgentCount;
        for (; next < contacts; next++) dispatch.Arrive(next, now++, served);
        var turn = new Turn(dispatch, served, next, now);
        for (var i = 0; i < operations / 4; i++) turn.Do();
        var times = new long[operations];
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        for (var i = 0; i < operations; i++)
        {
            var start = Stopwatch.GetTimestamp();
            turn.Do();
            times[i] = Stopwatch.GetTimestamp() - start;
        }
        var each = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMicroseconds / operations;
        bytes = (GC.GetAllocatedBytesForCurrentThread() - bytes) / operations;
        Array.Sort(times);
        double At(double share) => times[(int)(share * (operations - 1))] * 1e6 / Stopwatch.Frequency;
        Console.WriteLine($"{load,-9} {name,-11} {dispatch.Waiting,8} {operations,10} {each,17:f2} {1e6 / each,19:f0} {At(0.5),7:f1} {At(0.99),7:f1} {At(0.999),9:f1} {bytes,15}");
        return each;
    }

    private sealed class Turn(IDispatch dispatch, Queue<int> served, int next, long now)
    {
        internal void Do()
        {
            dispatch.End(served.Dequeue(), now++, served);
            dispatch.Arrive(next++ & (MatchingWorld.RingSize - 1), now++, served);
        }
    }
}
