using System.Text;
using Patella.Platform.Storage;
using Patella.Service.Voices;
using Patella.Service.Voices.Intake;
using Patella.Service.Voices.Sums;
using Patella.Tests.Platform;
using Patella.Tests.Service;

namespace Patella.Tests.Voices;

/// <summary>What is sent, well made or not: the good ones go on, the others are told by line.</summary>
public class IntakeTests
{
    private static readonly VoiceLineRules Rules = new(ServiceWorld.Start.ToUnixTimeMilliseconds() * 1_000);

    [Fact]
    public void A_line_is_a_voice_with_its_dimensions()
    {
        var line = VoiceLines.Read("""{"id":"1","time":"2026-11-11T07:59:00Z","channel":"app","author":"consumer","text":"迟到了","customer":"c","merchant":"m-1","version":"2.1","rating":2,"shade":"red","reason":"parcel-late"}"""u8, 1, Rules);
        var voice = line.Voice!;
        Assert.Equal(("1", "api", "app", "迟到了", "m-1", "2.1", 2), (voice.Id, voice.Source, voice.Channel, voice.Text, voice.Merchant, voice.Version, voice.Rating));
        Assert.Equal("red", voice.Further!["shade"]);
        Assert.Equal("parcel-late", line.Reason);
    }

    [Theory]
    [InlineData("", "json")]
    [InlineData("{", "json")]
    [InlineData("[1]", "json")]
    [InlineData("nonsense", "json")]
    [InlineData("{} {}", "json")]
    [InlineData("""{"id":"1","time":"2026-11-11T07:59:00Z","text":"a\ud800b"}""", "encoding")]
    [InlineData("""{"id":"1","time":"2026-11-11T07:59:00Z","text":"a\u0000b"}""", "encoding")]
    [InlineData("""{"time":"2026-11-11T07:59:00Z","text":"a"}""", "field")]
    [InlineData("""{"id":"1","text":"a"}""", "field")]
    [InlineData("""{"id":"1","time":"yesterday","text":"a"}""", "time")]
    [InlineData("""{"id":"1","time":"2029-11-11T07:59:00Z","text":"a"}""", "time")]
    [InlineData("""{"id":"1","time":"1970-01-01T00:00:00Z","text":"a"}""", "time")]
    [InlineData("""{"id":"1","time":"2026-11-11T08:11:00Z","text":"a"}""", "time")]
    [InlineData("""{"id":"1","time":"2026-11-11T07:59:00Z","text":"a","source":"chat"}""", "field")]
    [InlineData("""{"id":"1","time":"2026-11-11T07:59:00Z","text":"a","rating":9}""", "field")]
    [InlineData("""{"id":"1","time":"2026-11-11T07:59:00Z","text":"a","author":"martian"}""", "field")]
    [InlineData("""{"id":"1","time":"2026-11-11T07:59:00Z","text":"a","merchant":{"id":1}}""", "field")]
    [InlineData("""{"id":"1","time":"2026-11-11T07:59:00Z"}""", "field")]
    public void A_line_that_cannot_be_taken_says_why(string text, string reason)
    {
        var line = VoiceLines.Read(Encoding.UTF8.GetBytes(text), 17, Rules);
        Assert.Null(line.Voice);
        Assert.Equal((17, reason), (line.Problem!.Line, line.Problem.Reason));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused_and_never_throw()
    {
        var random = new Random(5);
        var good = """{"id":"1","time":"2026-11-11T07:59:00Z","text":"迟到 late"}"""u8.ToArray();
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = good.ToArray();
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var line = VoiceLines.Read(bytes, 1, Rules);
            Assert.True(line.Voice is null != line.Problem is null);
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_good_lines_of_a_bad_file_go_on(StoreKind kind)
    {
        await using var world = await VoicesWorld.Create(kind);
        using var file = new MemoryStream();
        Write(file, "\uFEFF" + Line(1));
        Write(file, "{broken");
        Write(file, Line(2).Replace("late", new string('x', 10_000_000), StringComparison.Ordinal));
        file.Write([(byte)'{', 0xFF, 0xFE, 0x80, (byte)'}', (byte)'\n']);
        Write(file, "");
        Write(file, Line(3).Replace("late", new string('长', 20_001), StringComparison.Ordinal));
        Write(file, Line(1));
        Write(file, Line(4).TrimEnd('\n'));
        file.Position = 0;

        var receipt = await world.World.Get<VoiceIntake>().TakeLines(world.World.Tenant, file, "en", CancellationToken.None);
        Assert.Equal(["2 json", "3 too-long", "4 json", "6 too-long"], receipt.Refused.Select(problem => $"{problem.Line} {problem.Reason}"));
        Assert.Equal((2, 1, 4), (receipt.Accepted, receipt.Doubled, receipt.RefusedCount));
        await world.Run();
        Assert.Equal(2, (await world.Heard()).Count);
    }

    /// <summary>50,000 lines; a million with PATELLA_FULL=1.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_flood_of_one_line_is_one_voice_and_a_file_sent_again_changes_nothing(StoreKind kind)
    {
        await using var world = await VoicesWorld.Create(kind);
        var intake = world.World.Get<VoiceIntake>();
        var flood = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Line(1) + "\n", Flood)));
        var receipt = await intake.TakeLines(world.World.Tenant, new MemoryStream(flood), "en", CancellationToken.None);
        Assert.Equal((1, Flood - 1), (receipt.Accepted, receipt.Doubled));
        Assert.Equal(0, (await intake.TakeLines(world.World.Tenant, new MemoryStream(flood), "en", CancellationToken.None)).Accepted);
        await world.Run();
        Assert.Single(await world.Heard());
    }

    [Fact]
    public async Task A_flood_of_one_text_under_ids_of_their_own_is_counted_in_full_and_known_as_one_family()
    {
        var count = Flood / 25;
        await using var world = await VoicesWorld.Create(StoreKind.Sqlite);
        var flood = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, count).Select(id => Line(id) + "\n")));
        var receipt = await world.World.Get<VoiceIntake>().TakeLines(world.World.Tenant, new MemoryStream(flood), "en", CancellationToken.None);
        Assert.Equal((count, 0), (receipt.Accepted, receipt.Doubled));
        await world.Run(blockRows: 10_000);
        var all = (await world.Sums()).Where(cell => cell is { Grain: Grains.Day, Dimension: Grains.All }).ToList();
        Assert.Equal((count, 1), (all.Sum(cell => cell.Count), all.Sum(cell => cell.Families)));
    }

    [Fact]
    public async Task A_table_is_read_record_by_record_whatever_stands_in_it()
    {
        const string table = "id,time,text,shop floor,rating\r\n1,2026-11-11T07:00:00Z,\"late, and \"\"broken\"\"\r\ntwice\",3,5\r\n2,2026-11-11T07:00:00Z,short\r\n3,never,a,1,1\n4,2026-11-11T07:00:00Z,\"good\"bad,1,1\n\n5,2026-11-11T07:00:00Z,\uFFFD,1,1\n6,2026-11-11T07:00:00Z,last,,2";
        var lines = new List<VoiceLine>();
        await VoiceTable.Read(new StringReader(table), Rules, line =>
        {
            lines.Add(line);
            return ValueTask.CompletedTask;
        });
        Assert.Equal(["late, and \"broken\"\r\ntwice", "last"], lines.Select(line => line.Voice?.Text).OfType<string>());
        Assert.Equal("3", lines[0].Voice!.Further!["shop floor"]);
        Assert.Equal([(4, "table"), (5, "time"), (6, "table"), (8, "encoding")], lines.Select(line => line.Problem).OfType<VoiceProblem>().Select(problem => (problem.Line, problem.Reason)));
    }

    private static readonly int Flood = Environment.GetEnvironmentVariable("PATELLA_FULL") == "1" ? 1_000_000 : 50_000;

    private static string Line(int id) => $$"""{"id":"{{id}}","time":"2026-11-11T07:59:00Z","channel":"app","text":"late"}""";

    private static void Write(Stream file, string line) => file.Write(Encoding.UTF8.GetBytes(line + "\n"));
}
