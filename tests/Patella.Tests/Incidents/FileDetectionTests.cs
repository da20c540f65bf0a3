using System.Globalization;
using System.Text;
using Patella.Host.Detection;
using Patella.Host.Evaluations.Incidents;
using Patella.Simulator.Incidents;

namespace Patella.Tests.Incidents;

/// <summary>The engine over files, and how it is scored.</summary>
public class FileDetectionTests
{
    private static readonly IncidentStreamOptions Small = new() { Seed = 104, Days = 3, VoicesPerDay = 12_000, Incidents = 5, Merchants = 400, Reasons = 32 };

    [Fact]
    public void Injected_faults_are_found_at_their_nodes_and_traps_raise_hardly_anything()
    {
        using var file = new VoiceLines(stream => IncidentStream.Write(Small, stream), out var truth);
        var score = IncidentScore.Of(truth, file.Found(out _), cells: 100_000);
        Assert.True(score.Precision >= 0.75, string.Join('\n', score.Remarks));
        Assert.True(score.Missed <= 1, string.Join('\n', score.Remarks));
        Assert.True(score.StrictShare >= 0.75, string.Join('\n', score.Remarks));
        Assert.Equal(0, IncidentScore.Of(truth, [], 100_000).True);
        Assert.True(IncidentScore.Of(truth, BlindDetectors.Random(truth, file.Found(out _)), 100_000).Precision < score.Precision);
    }

    [Fact]
    public void The_same_seed_writes_the_same_bytes_and_the_same_file_gives_the_same_incidents()
    {
        using var first = new VoiceLines(stream => IncidentStream.Write(Small with { Days = 1 }, stream), out _);
        using var second = new VoiceLines(stream => IncidentStream.Write(Small with { Days = 1 }, stream), out _);
        Assert.Equal(first.Bytes, second.Bytes);
        Assert.Equal(first.Found(out _).Select(found => found.ToString()), second.Found(out _).Select(found => found.ToString()));
    }

    [Fact]
    public void Lines_that_cannot_be_read_are_counted_and_named_and_the_good_go_on()
    {
        using var file = new VoiceLines(stream =>
        {
            var good = Enumerable.Range(0, 300).Select(number => $$"""{"id":"{{number}}","time":"2026-03-02T10:{{number / 60:00}}:{{number % 60:00}}Z","text":"tea {{number}}","reason":"late","shop":"s{{number % 5}}"}""").ToList();
            good[3] = "{ \"id\": ";
            good[5] = """{"id":"x","text":"no time"}""";
            good[7] = """{"id":"y","time":"yesterday","text":"bad time"}""";
            good[9] = """{"id":"z","time":"2099-03-02T10:00:00Z","text":"a clock years off"}""";
            good[11] = good[10];
            good[13] = $$"""{"id":"w","time":"2026-03-02T10:00:13Z","text":"{{new string('a', 10 << 20)}}"}""";
            good[15] = "[1]";
            foreach (var line in good)
            {
                stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
            }

            stream.Write([0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x7D, 0x0A]);
        });
        file.Found(out var report);
        Assert.Equal((301L, 293L, 7L, 1L), (report.Lines, report.Good, report.Bad, report.Doubled));
        Assert.Equal([4, 6, 8, 10, 14, 16, 301], report.Problems.Select(problem => problem.Line).Order());
    }

    [Fact]
    public void Dimensions_of_any_name_are_found_and_numbers_of_a_voice_are_none()
    {
        using var file = new VoiceLines(stream =>
        {
            for (var number = 0; number < 2_000; number++)
            {
                stream.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"id":"{{number}}","time":"2026-03-02T10:{{number / 60 % 60:00}}:{{number % 60:00}}Z","text":"x","city":"c{{number % 9}}","courier":"k{{number % 4}}","ticket":"t{{number}}","always":"same"}""") + "\n"));
            }
        });
        var shape = StreamShape.Of(new VoiceFile(file.Path));
        Assert.Equal(["city", "courier"], shape.Dimensions);
        Assert.Equal([(0, 1)], shape.Pairs);
        Assert.False(shape.ReasonsAreGiven);
    }

    [Fact]
    public void A_jump_of_a_quiet_series_is_an_alert_and_its_usual_days_are_none()
    {
        var detector = new Patella.Kernel.Detection.SeriesDetector();
        var alerts = new List<int>();
        for (var i = 0; i < 3_000; i++)
        {
            if (detector.Add(1_700_000_000 + (i * 300), (i == 2_500 ? 400 : 50) + (30 * Math.Sin(i * Math.Tau / 288)) + (i * 7 % 11)) is not null)
            {
                alerts.Add(i);
            }
        }

        Assert.Equal([2_500], alerts);
    }

    /// <summary>A file of lines, gone in the end.</summary>
    private sealed class VoiceLines : IDisposable
    {
        public VoiceLines(Action<Stream> write)
        {
            using var stream = File.Create(Path);
            write(stream);
        }

        public VoiceLines(Func<Stream, IncidentTruth> write, out IncidentTruth truth)
        {
            using var stream = File.Create(Path);
            truth = write(stream);
        }

        public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"voices-{Guid.NewGuid():N}.jsonl");

        public byte[] Bytes => File.ReadAllBytes(Path);

        public IReadOnlyList<FoundIncident> Found(out FileReport report)
        {
            var file = new VoiceFile(Path);
            var detection = new FileDetection(StreamShape.Of(file), 0.25);
            var found = detection.Run(file).Select(incident => FoundIncident.Of(incident, detection.IdOf)).ToList();
            report = detection.Report;
            return found;
        }

        public void Dispose() => File.Delete(Path);
    }
}
