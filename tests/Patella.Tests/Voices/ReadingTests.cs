using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Voices;
using Patella.Service.Voices.Packing;
using Patella.Service.Voices.Reading;
using Patella.Tests.Platform;

namespace Patella.Tests.Voices;

/// <summary>Lists and figures of slices against all voices looked at one by one.</summary>
public class ReadingTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Every_figure_is_what_the_voices_say_and_opens_down_to_them(StoreKind kind)
    {
        await using var world = await VoicesWorld.Create(kind);
        var random = new Random(17);
        for (var round = 0; round < 12; round++)
        {
            await world.Voices.Append(world.World.Tenant, [.. Enumerable.Range(0, 30).Select(number => Random(world, random, $"{round}-{number}"))]);
            await world.Run();
        }

        // The last ones stay in the tail.
        await world.Voices.Append(world.World.Tenant, [.. Enumerable.Range(0, 20).Select(number => Random(world, random, $"t-{number}"))]);
        await world.Run();
        var all = await world.Heard();
        var caller = world.World.Staff(Permission.ListenToVoices);
        var desk = world.World.Get<VoiceDesk>();
        var byRollUps = 0;
        for (var question = 0; question < 120; question++)
        {
            var slice = Slice(world, random);
            var meant = all.Where(voice => Means(slice, voice)).ToList();
            var by = new[] { null, "minute", "hour", "day" }[random.Next(4)];
            by = by == "minute" && slice.Until - slice.From > 86_400L * Microseconds.PerSecond * 6 ? "hour" : by;
            var group = new[] { null, "reason", "stage", "merchant", "carrier", "channel" }[random.Next(6)];
            var figures = (await desk.Figures(caller, slice, by, group, 200, null, CancellationToken.None)).Value;
            var said = $"question {question}: {slice} by {by} group {group}";
            Assert.True(meant.Count == figures.Total, $"{said}: {figures.Total} instead of {meant.Count}");
            Assert.Equal(meant.Count(voice => voice.Sentiment < 0), figures.Negative);
            Assert.Equal(by is null ? 0 : meant.Count, figures.Points.Sum(point => point.Count));
            if (group is not null)
            {
                var expected = meant.Select(voice => Value(voice, group)).OfType<string>().GroupBy(value => value).Select(one => (one.Key, (long)one.Count())).Order();
                Assert.True(expected.SequenceEqual(figures.Groups.Select(one => (one.Value, one.Count)).Order()), said);
            }

            byRollUps += figures.FromRollUps ? 1 : 0;
            Assert.Equal(meant.OrderByDescending(voice => voice.Position).Select(voice => voice.Position), await List(desk, caller, slice));
        }

        Assert.InRange(byRollUps, 20, 119);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_value_beyond_the_bound_of_a_slot_is_counted_from_the_voices(StoreKind kind)
    {
        await using var world = await VoicesWorld.Create(kind);
        await world.Voices.Append(world.World.Tenant, [.. Enumerable.Range(0, 5_000).Select(number => world.Say("v" + number, "late", merchant: "m-" + number))]);
        await world.Voices.Append(world.World.Tenant, [world.Say("again", "broken", merchant: "m-4999"), world.Say("first", "broken", merchant: "m-0")]);
        await world.Run();
        var (desk, caller) = (world.World.Get<VoiceDesk>(), world.World.Staff(Permission.ListenToVoices));
        foreach (var (merchant, count) in new[] { ("m-4999", 2), ("m-0", 2), ("m-4500", 1), ("nobody", 0) })
        {
            Assert.Equal(count, (await desk.Figures(caller, Of(world) with { Values = [null, merchant, .. new string?[7]] }, "hour", null, null, null, CancellationToken.None)).Value.Total);
        }

        var groups = (await desk.Figures(caller, Of(world) with { From = world.World.Now / 86_400_000_000 * 86_400_000_000, Until = (world.World.Now / 3_600_000_000 * 3_600_000_000) + 3_600_000_000 }, "hour", "merchant", 5, null, CancellationToken.None)).Value;
        Assert.Equal((5_002, "", 905), (groups.Total, groups.Groups[0].Value, groups.Groups[0].Count));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_word_is_followed_through_the_texts_and_what_is_newly_said_comes_first(StoreKind kind)
    {
        await using var world = await VoicesWorld.Create(kind);
        await world.Voices.Append(world.World.Tenant, [.. Enumerable.Range(0, 40).Select(number => world.Say("a" + number, "parcel late, call 13812345678", minute: -600 - number)), .. Enumerable.Range(0, 40).Select(number => world.Say("b" + number, number < 12 ? "coupon late" : "parcel late", minute: -number))]);
        await world.Run();
        var (desk, caller) = (world.World.Get<VoiceDesk>(), world.World.Staff(Permission.ListenToVoices));
        var slice = Of(world) with { From = world.World.Now - (100L * 60 * Microseconds.PerSecond) };
        var words = await world.World.Get<WordDesk>().Words(caller, slice, Of(world) with { Until = slice.From }, 5, CancellationToken.None);
        Assert.Equal(("coupon", 12L, 0L), (words[0].Word, words[0].Count, words[0].Before));
        Assert.Equal(12, (await List(desk, caller, Of(world) with { Word = "COUPON" })).Count);
        Assert.Empty(await List(desk, caller, Of(world) with { Word = "13812345678" }));
        Assert.Equal(12, (await desk.Figures(caller, Of(world) with { Word = "coupon" }, null, null, null, null, CancellationToken.None)).Value.Total);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Nobody_reads_personal_data_and_a_trainee_no_customer(StoreKind kind)
    {
        await using var world = await VoicesWorld.Create(kind);
        await world.Voices.Append(world.World.Tenant, [world.Say("1", "late, call 13812345678", customer: "customer-4711")]);
        await world.Run();
        var desk = world.World.Get<VoiceDesk>();
        foreach (var (caller, customer) in new[] { (world.World.Staff(Permission.ListenToVoices), "***4711"), (world.World.Staff(Permission.ListenToVoices | Permission.Reveal), "customer-4711"), (world.World.Staff(Permission.ListenToVoices | Permission.Reveal) with { Grade = "trainee" }, "***4711") })
        {
            var voice = (await desk.List(caller, Of(world), null, null, CancellationToken.None)).Value.Items.Single();
            Assert.Equal(("late, call [phone]", customer), (voice.Text, voice.Customer));
            Assert.Equal(voice.Text, (await desk.Find(caller, voice.Id, CancellationToken.None)).Value.Text);
        }

        var words = await desk.Find(world.World.Staff(Permission.ListenToVoices) with { Tenant = new Patella.Platform.Identifiers.TenantId("other") }, "0", CancellationToken.None).ContinueWith(answer => answer.IsFaulted || !answer.Result.Succeeded, TaskScheduler.Default);
        Assert.True(words);
    }

    internal static VoiceSlice Of(VoicesWorld world) => new(long.MinValue / 2, world.World.Now + (600 * Microseconds.PerSecond), null, null, null, null, null, new string?[9], null, null, new Dictionary<string, string>());

    private static async Task<IReadOnlyList<long>> List(VoiceDesk desk, Caller caller, VoiceSlice slice)
    {
        var all = new List<long>();
        string? after = null;
        do
        {
            var page = (await desk.List(caller, slice, after, 37, CancellationToken.None)).Value;
            all.AddRange(page.Items.Select(voice => voice.Position));
            after = page.Next;
        }
        while (after is not null);
        return all;
    }

    private static string? Value(LabelledVoice voice, string group) => group switch
    {
        "reason" => voice.Reason,
        "stage" => voice.Stage,
        _ => voice.Dimensions[VoiceDimensions.Names.ToList().IndexOf(group)],
    };

    private static bool Means(VoiceSlice slice, LabelledVoice voice)
        => voice.At >= slice.From && voice.At < slice.Until && (slice.Stage ?? voice.Stage) == voice.Stage && (slice.Reason ?? voice.Reason) == voice.Reason && (slice.Sentiment ?? voice.Sentiment) == voice.Sentiment
            && (slice.Urgency ?? voice.Urgency) == voice.Urgency && (slice.InTree ?? voice.Reason.Length > 0) == voice.Reason.Length > 0 && slice.Values.Select((value, index) => value is null || voice.Dimensions[index] == value).All(holds => holds)
            && slice.Further.All(one => voice.Further?.GetValueOrDefault(one.Key) == one.Value);

    private static VoiceSlice Slice(VoicesWorld world, Random random)
    {
        var values = new string?[9];
        for (var criteria = random.Next(3); criteria > 0; criteria--)
        {
            switch (random.Next(4))
            {
                case 0: values[VoiceDimensions.Merchant] = "m-" + random.Next(7); break;
                case 1: values[VoiceDimensions.Carrier] = "swift"; break;
                case 2: values[VoiceDimensions.Region] = "r-" + random.Next(4); break;
                default: values[VoiceDimensions.Channel] = random.Next(2) == 0 ? "app" : "web"; break;
            }
        }

        var (from, until) = (world.World.Now - (long)(random.NextDouble() * 5 * 86_400 * 1e6), world.World.Now - (long)(random.NextDouble() * 86_400 * 1e6));
        return new VoiceSlice(
            random.Next(4) == 0 ? world.World.Now - (6L * 86_400 * 1_000_000) : Math.Min(from, until), Math.Max(from, until) + 1, random.Next(6) == 0 ? "deliver" : null, random.Next(3) == 0 ? new[] { "parcel-late", "broken", "none" }[random.Next(3)] : null,
            random.Next(5) == 0 ? random.Next(-1, 2) : null, random.Next(5) == 0 ? random.Next(3) : null, random.Next(6) == 0 ? random.Next(2) == 0 : null, values, null, null,
            random.Next(8) == 0 ? new Dictionary<string, string> { ["shade"] = "red" } : new Dictionary<string, string>());
    }

    private static Voice Random(VoicesWorld world, Random random, string id) => world.Say(
        id, new[] { "it is late", "broken again", "good", "late now" }[random.Next(4)], -random.Next(5 * 1_440), merchant: random.Next(3) == 0 ? null : "m-" + random.Next(6), carrier: random.Next(2) == 0 ? "swift" : null,
        region: random.Next(2) == 0 ? "r-" + random.Next(3) : null, channel: random.Next(2) == 0 ? "app" : "web", further: random.Next(3) == 0 ? new Dictionary<string, string> { ["shade"] = random.Next(2) == 0 ? "red" : "blue" } : null);
}
