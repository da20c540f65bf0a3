using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Patella.Platform.Clocks;
using Patella.Platform.Logs;
using Patella.Platform.Segments;
using Patella.Platform.Storage;
using Patella.Service.Voices;
using Patella.Service.Voices.Blocks;
using Patella.Service.Voices.Engine;
using Patella.Service.Voices.Reading;
using Patella.Service.Voices.Sums;
using Patella.Tests.Service;

namespace Patella.Tests.Voices;

/// <summary>Voices on an empty store, with a reading of the test's own and small blocks. Nothing runs by itself: the test drives the engine.</summary>
internal sealed class VoicesWorld(ServiceWorld world, ILog log) : IAsyncDisposable
{
    public const int BlockRows = 50;
    private const int PageRows = 8;

    public ServiceWorld World => world;

    public ILog Log => log;

    public VoiceLog Voices => world.Get<VoiceLog>();

    public LabelledVoices Labelled => world.Get<LabelledVoices>();

    public static async Task<VoicesWorld> Create(StoreKind kind, Action<IServiceCollection>? more = null, params string[] migrations)
    {
        ILog? log = null;
        ISegments? segments = null;
        var world = await ServiceWorld.Create(kind, services =>
        {
            services.AddSingleton(_ => log!).AddSingleton(_ => segments!);
            services.AddSingleton<IVoiceUnderstanding, WordReading>();
            more?.Invoke(services);
            VoicesModule.AddEngine(services);
        }, [.. migrations, "Voices"]);
        log = world.Fixture.OpenLog();
        segments = world.Fixture.OpenSegments();
        return new VoicesWorld(world, log);
    }

    public EngineParts Parts(Action<EngineStep>? at = null) => world.Get<EngineParts>() with { BlockRows = BlockRows, PageRows = PageRows, Patience = TimeSpan.Zero, At = at ?? (_ => { }) };

    public Task<EngineRun> Begin(Action<EngineStep>? at = null) => EngineRun.Start(world.Tenant, Parts(at), CancellationToken.None);

    /// <summary>Lets an engine do all there is to do.</summary>
    public async Task Run(int blockRows = BlockRows)
    {
        var run = await EngineRun.Start(world.Tenant, Parts() with { BlockRows = blockRows }, CancellationToken.None);
        while (await run.Work(_ => Task.CompletedTask, CancellationToken.None))
        {
        }
    }

    public Voice Say(string id, string text, double minute = 0, string source = VoiceSources.Review, string? merchant = null, string? customer = "c-1", string? carrier = null, string? region = null, string channel = "app", string? version = null, string? product = null, string? order = null, int? rating = null, IReadOnlyDictionary<string, string>? further = null)
        => new(id, source, world.Now + (long)(minute * 60 * Microseconds.PerSecond), channel, "consumer", customer, null, text, order, product, merchant, merchant is null ? null : "tea", carrier, region, version, null, rating, further);

    /// <summary>The whole labelled stream from the beginning.</summary>
    public async Task<IReadOnlyList<LabelledEntry>> Stream(int atOnce = 1_000)
    {
        var all = new List<LabelledEntry>();
        while (await Labelled.Read(world.Tenant, all.Count == 0 ? -1 : all[^1].Position, atOnce) is { Count: > 0 } entries)
        {
            all.AddRange(entries);
        }

        return all;
    }

    public async Task<IReadOnlyList<LabelledVoice>> Heard() => [.. (await Stream()).Select(entry => entry.Voice).OfType<LabelledVoice>()];

    public Task<IReadOnlyList<SumCell>> Sums() => world.Read(reader => reader.Many<SumCell>(
        "select grain, dimension, slot, value, stage, reason, count, families, positive, negative, urgent, at_once from voice_sum where tenant = @tenant order by grain, dimension, slot, value, stage, reason"));

    /// <summary>What the sums must be, counted from the stream.</summary>
    public static IReadOnlyList<SumCell> Count(IEnumerable<LabelledVoice> voices)
    {
        var cells = new Dictionary<SumKey, SumCell>();
        foreach (var voice in voices)
        {
            for (var grain = Grains.Minute; grain <= Grains.Day; grain++)
            {
                foreach (var dimension in Grains.Dimensions(grain).Where(dimension => Grains.ValueOf(voice, dimension) is not null))
                {
                    var key = new SumKey(grain, dimension, Grains.SlotOf(grain, voice.At), Grains.ValueOf(voice, dimension)!, voice.Stage, voice.Reason);
                    cells.TryAdd(key, new SumCell { Grain = grain, Dimension = dimension, Slot = key.Slot, Value = key.Value, Stage = key.Stage, Reason = key.Reason });
                    cells[key].Add(voice);
                }
            }
        }

        return [.. cells.Values];
    }

    public static void MustBeSame(IEnumerable<SumCell> expected, IEnumerable<SumCell> actual)
    {
        static IEnumerable<string> Lines(IEnumerable<SumCell> cells) => cells.Select(cell => cell.ToString()).Order(StringComparer.Ordinal);
        Assert.Equal(Lines(expected), Lines(actual));
    }

    public async ValueTask DisposeAsync()
    {
        await log.DisposeAsync();
        await world.DisposeAsync();
    }

    /// <summary>Understands a few words, and counts equal texts as one family.</summary>
    internal sealed class WordReading : IVoiceUnderstanding
    {
        public Task<IVoiceReading> Reading(Patella.Platform.Identifiers.TenantId tenant, string? model, IVoiceReading? before) => Task.FromResult<IVoiceReading>(new Reader(model));

        public Task<IReadOnlyDictionary<string, string>> Titles(Patella.Platform.Identifiers.TenantId tenant, string language)
            => Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["parcel-late"] = "Parcel late" });

        public Task<IReadOnlySet<long>> Corrected(Patella.Platform.Identifiers.TenantId tenant, IReadOnlyCollection<long> positions) => Task.FromResult<IReadOnlySet<long>>(new HashSet<long>());

        private sealed class Reader(string? model) : IVoiceReading
        {
            private readonly Dictionary<string, int> _families = [];

            public Understood Read(ReadOnlySpan<byte> utf8, long minute)
            {
                var text = System.Text.Encoding.UTF8.GetString(utf8);
                var (stage, reason) = text.Contains("late", StringComparison.Ordinal) ? ("deliver", "parcel-late") : text.Contains("broken", StringComparison.Ordinal) ? ("quality", "broken") : ("", "");
                _families[text] = _families.GetValueOrDefault(text) + 1;
                return new Understood(stage, model is null ? reason : reason + "-2", (sbyte)(reason.Length > 0 ? -1 : text.Contains("good", StringComparison.Ordinal) ? 1 : 0), (byte)(text.Contains("now", StringComparison.Ordinal) ? 2 : 0), 100, "en", (ulong)text.Length, _families[text]);
            }
        }
    }
}
