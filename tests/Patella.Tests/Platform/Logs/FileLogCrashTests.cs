using Patella.Platform.Logs;
using Patella.Platform.Storage;
using Xunit.Abstractions;

namespace Patella.Tests.Platform.Logs;

/// <summary>
/// A power cut between a write and the end of its flush leaves any mixture of the flush's sectors on disk: missing, whole, zeros or rubbish.
/// What was flushed before must all be there; of the torn flush, whole records from its beginning may be; and the log goes on without a gap.
/// </summary>
public class FileLogCrashTests(ITestOutputHelper output)
{
    private const int Sector = 512;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_torn_flush_costs_nothing_acknowledged(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var fixture = await StoreFixture.Create(StoreKind.Sqlite);
        var acknowledged = new List<string>();
        for (var crash = 0; crash < 25; crash++)
        {
            long durable;
            List<string> torn;
            await using (var log = fixture.OpenLog(segmentBytes: 40_000))
            {
                for (var append = 0; append < random.Next(1, 5); append++)
                {
                    acknowledged.AddRange(await Append(log, fixture, random, acknowledged.Count));
                }

                durable = new FileInfo(Newest(fixture)).Length;
                torn = await Append(log, fixture, random, acknowledged.Count);
            }

            Tear(Newest(fixture), durable, random);
            await using var again = fixture.OpenLog(segmentBytes: 40_000);
            var found = await LogContractTests.ReadAll(again, fixture.Tenant, "voices");
            Assert.Equal(acknowledged, found.Take(acknowledged.Count));
            Assert.Equal(torn.Take(found.Count - acknowledged.Count), found.Skip(acknowledged.Count));
            acknowledged = found;
        }
    }

    [Fact]
    public async Task Damage_where_records_were_acknowledged_is_told_and_not_cut_off()
    {
        await using var fixture = await StoreFixture.Create(StoreKind.Sqlite);
        long first;
        await using (var log = fixture.OpenLog(segmentBytes: 1 << 20))
        {
            await log.Append(fixture.Tenant, "voices", [new byte[100]]);
            first = new FileInfo(Newest(fixture)).Length;
            await log.Append(fixture.Tenant, "voices", [new byte[100]]);
            await log.Append(fixture.Tenant, "voices", [new byte[100]]);
        }

        var length = new FileInfo(Newest(fixture)).Length;
        using (var file = File.OpenWrite(Newest(fixture)))
        {
            file.Position = first + 40;
            file.WriteByte(1);
        }

        await using var again = fixture.OpenLog(segmentBytes: 1 << 20);
        await Assert.ThrowsAsync<LogDamagedException>(() => again.Read(fixture.Tenant, "voices", 0, 10));
        Assert.Equal(length, new FileInfo(Newest(fixture)).Length);
    }

    [Fact]
    public async Task A_file_that_was_only_just_begun_is_begun_again()
    {
        await using var fixture = await StoreFixture.Create(StoreKind.Sqlite);
        await using (var log = fixture.OpenLog(segmentBytes: 100))
        {
            await log.Append(fixture.Tenant, "voices", [new byte[200]]);
        }

        await File.WriteAllBytesAsync(Path.Combine(Path.GetDirectoryName(Newest(fixture))!, SegmentFile.NameOf(1)), [1, 2, 3]);
        await using var again = fixture.OpenLog(segmentBytes: 100);
        Assert.Equal(1, await again.Append(fixture.Tenant, "voices", [new byte[200]]));
        Assert.Equal(2, (await again.Read(fixture.Tenant, "voices", 0, 10)).Count);
    }

    private static async Task<List<string>> Append(ILog log, StoreFixture fixture, Random random, int next)
    {
        var texts = Enumerable.Range(0, random.Next(1, 12)).Select(number => $":{number}." + new string((char)('a' + random.Next(26)), random.Next(700))).ToList();
        Assert.Equal(next, await log.Append(fixture.Tenant, "voices", [.. texts.Select(LogContractTests.Text)]));
        return [.. texts.Select((text, number) => $"{next + number}{text}")];
    }

    private static void Tear(string path, long durable, Random random)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        if (file.Length < durable)
        {
            // The torn flush began a new file; its own head is all that was durable.
            durable = 16;
        }

        for (var sector = durable; sector < file.Length; sector += Sector)
        {
            var rubbish = new byte[Math.Min(Sector, file.Length - sector)];
            if (random.Next(3) == 0)
            {
                random.NextBytes(rubbish);
            }

            if (random.Next(3) == 0)
            {
                file.Position = sector;
                file.Write(rubbish);
            }
        }

        if (random.Next(2) == 0)
        {
            file.SetLength(random.NextInt64(durable, file.Length + 1));
        }
    }

    private static string Newest(StoreFixture fixture)
        => Directory.GetFiles(Path.Combine(fixture.Folder, "logs", fixture.Tenant.Value, "voices")).Order(StringComparer.Ordinal).Last();
}
