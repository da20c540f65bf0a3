using System.Text;
using Patella.Platform.Identifiers;
using Patella.Platform.Logs;
using Patella.Platform.Storage;
using Xunit.Abstractions;

namespace Patella.Tests.Platform.Logs;

/// <summary>What every log promises.</summary>
public class LogContractTests(ITestOutputHelper output)
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Offsets_are_gapless_and_what_is_acknowledged_survives_a_restart(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        await using (var log = fixture.OpenLog())
        {
            Assert.Equal(0, await log.Append(fixture.Tenant, "voices", [Text("a"), Text("b")]));
            Assert.Equal(2, await log.Append(fixture.Tenant, "voices", [Text("c")]));
            Assert.Equal(0, await log.Append(fixture.Tenant, "events", [[]]));
        }

        await using var again = fixture.OpenLog();
        Assert.Equal(["0a", "1b", "2c"], await ReadAll(again, fixture.Tenant, "voices"));
        Assert.Equal(3, await again.Append(fixture.Tenant, "voices", [Text("d")]));
        Assert.Equal(new LogBounds(0, 4), await again.Bounds(fixture.Tenant, "voices"));
        Assert.Equal(["events", "voices"], await again.Topics(fixture.Tenant));
        Assert.Equal(["0"], await ReadAll(again, fixture.Tenant, "events"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_not_there_is_empty(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        await using var log = fixture.OpenLog();
        Assert.Empty(await log.Read(fixture.Tenant, "nothing", 0, 10));
        Assert.Equal(default, await log.Bounds(fixture.Tenant, "nothing"));
        Assert.Empty(await log.Topics(fixture.Tenant));
        await log.Truncate(fixture.Tenant, "nothing", 5);
        await log.Append(fixture.Tenant, "voices", [Text("a")]);
        Assert.Empty(await log.Read(fixture.Tenant, "voices", 1, 10));
        Assert.Empty(await log.Read(new TenantId("rival"), "voices", 0, 10).ContinueWith(read => read.IsFaulted ? [] : read.Result, TaskScheduler.Default));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Another_content_of_the_same_length_is_written_over_a_record_and_survives_a_restart(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        await using (var log = fixture.OpenLog())
        {
            for (var number = 0; number < 300; number++)
            {
                await log.Append(fixture.Tenant, "voices", [Text($"said {number:D3} {new string('x', 40)}")]);
            }

            foreach (var number in new[] { 0, 77, 299 })
            {
                await log.Replace(fixture.Tenant, "voices", number, Text($"gone {number:D3} {new string(' ', 40)}"));
            }

            await Assert.ThrowsAsync<ArgumentException>(() => log.Replace(fixture.Tenant, "voices", 5, Text("shorter")));
            await log.Replace(fixture.Tenant, "voices", 300, Text("nothing there"));
            await log.Replace(fixture.Tenant, "nothing", 0, Text("nothing there"));
            await log.Append(fixture.Tenant, "voices", [Text("after")]);
        }

        await using var again = fixture.OpenLog();
        var records = await ReadAll(again, fixture.Tenant, "voices");
        Assert.Equal(301, records.Count());
        Assert.Equal([0, 77, 299], records.Select((record, number) => (record, number)).Where(one => one.record.Contains("gone", StringComparison.Ordinal)).Select(one => one.number));
    }

    [Fact]
    public async Task A_death_while_a_record_is_written_over_leaves_it_whole()
    {
        await using var fixture = await StoreFixture.Create(StoreKind.Sqlite);
        await using (var log = fixture.OpenLog())
        {
            await log.Append(fixture.Tenant, "voices", [Text("before"), Text("secret"), Text("after!")]);
        }

        // The note was written whole and the record only half; and once more with a note that is not whole and nothing done.
        var folder = Path.Combine(fixture.Folder, "logs", fixture.Tenant.Value, "voices");
        var (file, note) = (Directory.GetFiles(folder, "*.log").Single(), Path.Combine(folder, "rewrite.note"));
        var bytes = await File.ReadAllBytesAsync(file);
        using (var segment = SegmentFile.Open(file, newest: true)!)
        {
            var frame = segment.Frame(1, Text("erased"))!.Value;
            Assert.Throws<IOException>(() => Rewriting.Run(folder, segment, frame, () => throw new IOException("dead")));
            Assert.True(File.Exists(note));
            bytes[(int)frame.Position + 17] ^= 0xFF;
        }

        await File.WriteAllBytesAsync(file, bytes);
        await using (var log = fixture.OpenLog())
        {
            Assert.Equal(["0before", "1erased", "2after!"], await ReadAll(log, fixture.Tenant, "voices"));
        }

        await File.WriteAllBytesAsync(note, new byte[60]);
        await using var again = fixture.OpenLog();
        Assert.Equal(["0before", "1erased", "2after!"], await ReadAll(again, fixture.Tenant, "voices"));
        Assert.False(File.Exists(note));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Limits_are_refused_and_change_nothing(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        await using var log = fixture.OpenLog();
        foreach (var topic in new[] { "", "Voices", "../voices", "v/x", "语音", "v\n" })
        {
            await Assert.ThrowsAsync<ArgumentException>(() => log.Append(fixture.Tenant, topic, [Text("a")]));
        }

        await Assert.ThrowsAsync<ArgumentException>(() => log.Append(fixture.Tenant, "voices", []));
        await Assert.ThrowsAsync<ArgumentException>(() => log.Append(fixture.Tenant, "voices", [new byte[LogLimits.RecordBytes + 1]]));
        await Assert.ThrowsAsync<ArgumentException>(() => log.Append(fixture.Tenant, "voices", Enumerable.Repeat(Array.Empty<byte>(), LogLimits.Records + 1).ToArray()));
        Assert.Equal(default, await log.Bounds(fixture.Tenant, "voices"));
        Assert.Equal(0, await log.Append(fixture.Tenant, "voices", [new byte[LogLimits.RecordBytes]]));
        Assert.Equal(LogLimits.RecordBytes, (await log.Read(fixture.Tenant, "voices", 0, 10))[0].Payload.Length);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Truncating_lets_go_of_the_old_and_keeps_the_rest(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        await using (var log = fixture.OpenLog(segmentBytes: 500))
        {
            for (var number = 0; number < 100; number++)
            {
                await log.Append(fixture.Tenant, "voices", [Text($"record {number}")]);
            }

            await log.Truncate(fixture.Tenant, "voices", 60);
            await log.Truncate(fixture.Tenant, "voices", 30);
        }

        await using var again = fixture.OpenLog(segmentBytes: 500);
        var bounds = await again.Bounds(fixture.Tenant, "voices");
        Assert.InRange(bounds.First, 20, 60);
        Assert.Equal(100, bounds.Next);
        var kept = await again.Read(fixture.Tenant, "voices", 0, 1_000);
        Assert.Equal(Enumerable.Range((int)bounds.First, 100 - (int)bounds.First).Select(number => (long)number), kept.Select(record => record.Offset));
        await again.Truncate(fixture.Tenant, "voices", 1_000);
        Assert.Equal(100, await again.Append(fixture.Tenant, "voices", [Text("next")]));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_closed_log_refuses_clearly(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        var log = fixture.OpenLog();
        await log.Append(fixture.Tenant, "voices", [Text("a")]);
        await log.DisposeAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => log.Append(fixture.Tenant, "voices", [Text("b")]));
    }

    [Theory]
    [OnSqlite(1), OnSqlite(2), OnPostgres(1), OnPostgres(2)]
    public async Task The_log_holds_what_a_list_would_under_several_writers(StoreKind kind, int seed)
    {
        output.WriteLine($"seed {seed}");
        await using var fixture = await StoreFixture.Create(kind);
        var model = new SortedDictionary<long, string>();
        for (var life = 0; life < 3; life++)
        {
            await using var log = fixture.OpenLog(segmentBytes: 3_000);
            var acknowledged = await Task.WhenAll(Enumerable.Range(0, 5).Select(writer => Write(log, fixture.Tenant, new Random((seed * 100) + (life * 10) + writer), $"{life}.{writer}")));
            foreach (var (offset, text) in acknowledged.SelectMany(records => records))
            {
                model.Add(offset, text);
            }

            Assert.Equal(model.Select(pair => $"{pair.Key}{pair.Value}"), await ReadAll(log, fixture.Tenant, "voices", step: 7 + life));
        }

        Assert.Equal(Enumerable.Range(0, model.Count).Select(number => (long)number), model.Keys);
    }

    internal static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    internal static async Task<List<string>> ReadAll(ILog log, TenantId tenant, string topic, int step = 50)
    {
        var all = new List<string>();
        var from = 0L;
        while (await log.Read(tenant, topic, from, step) is { Count: > 0 } records)
        {
            Assert.True(records.Count <= step);
            all.AddRange(records.Select(record => $"{record.Offset}{Encoding.UTF8.GetString(record.Payload.Span)}"));
            from = records[^1].Offset + 1;
        }

        return all;
    }

    private static async Task<List<(long, string)>> Write(ILog log, TenantId tenant, Random random, string writer)
    {
        var done = new List<(long, string)>();
        for (var step = 0; step < 25; step++)
        {
            var texts = Enumerable.Range(0, random.Next(1, 6)).Select(number => $":{writer}.{step}.{number}." + new string('x', random.Next(120))).ToList();
            var first = await log.Append(tenant, "voices", [.. texts.Select(Text)]);
            done.AddRange(texts.Select((text, number) => (first + number, text)));
            Assert.Equal(texts[0], Encoding.UTF8.GetString((await log.Read(tenant, "voices", first, 1))[0].Payload.Span));
        }

        return done;
    }
}
