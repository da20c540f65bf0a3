using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Patella.Benchmarks.Serving;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Logs;
using Patella.Platform.Messaging;
using Patella.Platform.Migrations;
using Patella.Platform.Segments;
using Patella.Platform.Storage;
using Patella.Platform.Storage.Sqlite;
using Patella.Service;
using Patella.Service.Edge;
using Patella.Service.Voices;
using Patella.Service.Voices.Blocks;
using Patella.Service.Voices.Packing;
using Patella.Service.Voices.Reading;
using Patella.Service.Voices.Sums;

namespace Patella.Benchmarks.Voices;

/// <summary>Drill-down: blocks and roll-ups of very many voices, and then slices with their newest twenty originals.</summary>
public static class VoicesBenchmark
{
    private const int BlockRows = 65_536;
    private static readonly TenantId Tenant = new("bench");

    /// <param name="args"><c>--voices N</c> (100,000,000), <c>--texts N</c>: how many of the newest keep their words (5,000,000), <c>--slices N</c> (1,000), <c>--folder</c>;
    /// <c>--keep</c> writes only and tells where, <c>--kept PLACE</c> asks what it left (with the same <c>--voices</c>).</param>
    public static int Run(string[] args) => RunAll(args).GetAwaiter().GetResult();

    private static async Task<int> RunAll(string[] args)
    {
        var voices = new BenchVoices(Number(args, "--voices", 100_000_000));
        var texts = Number(args, "--texts", 5_000_000);
        var (kept, keep) = (Option(args, "--kept"), args.Contains("--keep"));
        await using var place = kept is null ? await ServerStore.Create(null, Option(args, "--folder"), keep) : ServerStore.Open(kept, null);
        await using var services = Services(place);
        await services.GetRequiredService<IStore>().Prepare(Tenant);
        if (kept is null)
        {
            await Write(services, place, voices, texts);
        }

        if (keep)
        {
            Console.WriteLine($"kept: {place.Place}");
            return 0;
        }

        await Ask(services, voices, (int)Number(args, "--slices", 1_000));
        return 0;
    }

    private static async Task Write(ServiceProvider services, ServerStore place, BenchVoices voices, long texts)
    {
        var started = Stopwatch.GetTimestamp();
        var (bytes, cells) = await Fill(services, voices, texts);
        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var database = Directory.EnumerateFiles(place.Folder, "*", SearchOption.AllDirectories).Where(file => file.Contains("tenants", StringComparison.Ordinal)).Sum(file => new FileInfo(file).Length);
        Console.WriteLine($"{voices.Count:N0} voices, {texts:N0} of them with words, written in {took:N0} s ({voices.Count / took:N0}/s, load {Load()})");
        Console.WriteLine($"columns {(double)bytes.Columns / voices.Count:N1} bytes a voice, filters {(double)bytes.Filters / voices.Count:N1}, words {(double)bytes.Words / Math.Max(1, bytes.Texts):N1} a voice that keeps them; {cells:N0} cells, store {database / 1e6:N0} MB ({(double)database / voices.Count:N1} bytes a voice)");
    }

    private static ServiceProvider Services(ServerStore place)
    {
        var migrations = new MigrationSet();
        foreach (var part in new[] { "Timeline", "Ownership", "Timers", "Logs", "Segments", "Clocks" })
        {
            migrations.Add(typeof(IStore).Assembly, part);
        }

        migrations.Add(typeof(Capabilities).Assembly, "Voices");
        var bus = new InProcessBus();
        var services = new ServiceCollection();
        // Business time stands at the end of the voices.
        var clock = new StandingTime(Microseconds.ToTime(BenchVoices.End));
        services.AddSingleton<IBus>(bus).AddSingleton<IStore>(new SqliteStore(place.Folder, migrations, bus)).AddSingleton<ILog>(new FileLog(place.Folder)).AddSingleton<ISegments>(new FolderSegments(place.Folder));
        services.AddSingleton(new BusinessTime(clock)).AddSingleton(new MachineTime(clock)).AddSingleton<IIdentifiers>(new RandomIdentifiers(TimeProvider.System)).AddSingleton<IVoiceUnderstanding, NoUnderstanding>();
        VoicesModule.AddEngine(services);
        return services.BuildServiceProvider();
    }

    private static async Task<((long Columns, long Words, long Texts, long Filters) Bytes, long Cells)> Fill(ServiceProvider services, BenchVoices voices, long texts)
    {
        var (store, segments) = (services.GetRequiredService<IStore>(), services.GetRequiredService<ISegments>());
        await store.Write(Tenant, transaction => transaction.Execute(VoiceStore.Sql["BeginEngine"], new { salt = new string('0', 32) }));
        var sums = new BenchSums(store, Tenant, BenchVoices.End - (2 * 86_400 * Microseconds.PerSecond));
        var (columns, words, withWords, filters) = (0L, 0L, 0L, 0L);
        for (var first = 0L; first < voices.Count; first += BlockRows)
        {
            var rows = voices.Rows(first, (int)Math.Min(BlockRows, voices.Count - first));
            var writing = Task.Run(async () =>
            {
                var (packed, entries) = BlockPages.Write(rows);
                await Put(segments, $"c{first}", packed);
                columns += packed.Length;
                var wordsKey = first >= voices.Count - texts ? $"w{first}" : null;
                if (wordsKey is not null)
                {
                    var piece = WordsCodec.Write([.. Enumerable.Range(0, rows.Count).Select(row => new VoiceWords($"v{first + row}", $"c{row % 5_000}", null, null, BenchVoices.Text(first + row)))]);
                    await Put(segments, wordsKey, piece);
                    (words, withWords) = (words + piece.Length, withWords + rows.Count);
                }

                var filter = BlockFilter.Of(entries).Bits;
                filters += filter.Length;
                return new BlockRow
                {
                    FirstPosition = rows.Positions[0], LastPosition = rows.Positions[^1], SourceNext = (rows.Positions[^1] / VoiceLog.RecordPositions) + 1, RowCount = rows.Count, FromAt = rows.Ats[0], UntilAt = rows.Ats[^1],
                    SealedAt = rows.Ats[^1], ColumnsKey = $"c{first}", WordsKey = wordsKey, Bytes = packed.Length, Filter = filter,
                };
            });
            for (var row = 0; row < rows.Count; row++)
            {
                await sums.Add(rows.Voice(row));
            }

            var block = await writing;
            await store.Write(Tenant, async transaction =>
            {
                await transaction.Execute(VoiceStore.Sql["AddBlock"], block);
                await transaction.Execute("update voice_engine set sealed_position = @LastPosition, catalogue = catalogue + 1 where tenant = @tenant", block);
            });
        }

        await sums.End();
        return ((columns, words, withWords, filters), sums.Written);
    }

    private static async Task Put(ISegments segments, string key, byte[] bytes)
    {
        using var content = new MemoryStream(bytes, writable: false);
        await segments.Put(Tenant, key, content);
    }

    private static async Task Ask(ServiceProvider services, BenchVoices voices, int slices)
    {
        var desk = services.GetRequiredService<VoiceDesk>();
        var caller = new Caller { Kind = CallerKind.Staff, Tenant = Tenant, Id = "bench", Permissions = Permission.ListenToVoices };
        var random = new Random(1);
        await One(desk, caller, BenchSlices.Next(random).Slice);
        var times = new List<(string Kind, double Figures, double Voices, bool Covered)>();
        for (var slice = 0; slice < slices; slice++)
        {
            var (kind, asked) = BenchSlices.Next(random);
            var (figures, list, covered) = await One(desk, caller, asked);
            times.Add((kind, figures, list, covered));
        }

        Console.WriteLine($"| slice | asked | figures p50 ms | p99 | with 20 originals p50 ms | p99 |");
        foreach (var some in times.Where(one => one.Covered).GroupBy(one => one.Kind).Select(one => (one.Key, All: one.ToList())).Append(("all that roll-ups cover", times.Where(one => one.Covered).ToList())).Append(("the others", times.Where(one => !one.Covered).ToList())))
        {
            Console.WriteLine($"| {some.Item1} | {some.Item2.Count} | {Part(some.Item2.Select(one => one.Figures), 0.5)} | {Part(some.Item2.Select(one => one.Figures), 0.99)} | {Part(some.Item2.Select(one => one.Figures + one.Voices), 0.5)} | {Part(some.Item2.Select(one => one.Figures + one.Voices), 0.99)} |");
        }

        Console.WriteLine($"memory at its most {Process.GetCurrentProcess().PeakWorkingSet64 / 1e9:N2} GB (goal 4 GiB), load {Load()}, goal p99 50 ms where roll-ups cover");
    }

    private static async Task<(double Figures, double Voices, bool Covered)> One(VoiceDesk desk, Caller caller, VoiceSlice slice)
    {
        var started = Stopwatch.GetTimestamp();
        var figures = await desk.Figures(caller, slice, "day", null, null, null, CancellationToken.None);
        var counted = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        started = Stopwatch.GetTimestamp();
        var page = await desk.List(caller, slice, null, 20, CancellationToken.None);
        if (figures.Succeeded && page.Value.Items.Count != Math.Min(20, figures.Value.Total))
        {
            throw new InvalidOperationException($"{slice} has {figures.Value.Total} voices and opens to {page.Value.Items.Count}.");
        }

        return (counted, Stopwatch.GetElapsedTime(started).TotalMilliseconds, figures is { Succeeded: true, Value.FromRollUps: true });
    }

    private static string Part(IEnumerable<double> times, double share)
    {
        var sorted = times.Order().ToList();
        return sorted.Count == 0 ? "-" : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))].ToString("N1", CultureInfo.InvariantCulture);
    }

    private static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    private static long Number(string[] args, string name, long otherwise) => Option(args, name) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static string? Option(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var index && index + 1 < args.Length ? args[index + 1] : null;

    private sealed class StandingTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
