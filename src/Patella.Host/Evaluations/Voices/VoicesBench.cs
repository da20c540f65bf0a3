using System.Text.Json;
using Patella.Kernel.Detection;
using Patella.Kernel.Learning;
using Patella.Kernel.Learning.BuiltIn;

namespace Patella.Host.Evaluations.Voices;

/// <summary>A step of the path and what it costs.</summary>
internal sealed record BenchStep(string Name, double Microseconds);

/// <summary>The path of a voice on one thread: parsed out of its line, normalised, counted in its family, told its reason, and counted by the detector that ends each minute.</summary>
internal static class VoicesBench
{
    private static readonly string[] Dimensions = ["category", "merchant", "product", "carrier", "region", "channel", "version"];

    /// <summary>What was seen besides times.</summary>
    public static List<string> Notes { get; } = [];

    public static IReadOnlyList<BenchStep> Run(BenchVoices voices)
    {
        Notes.Clear();
        var model = BuiltInVoices.Model;
        WarmUp(model, voices);
        var steps = new List<BenchStep>
        {
            Measure("parse", voices.Count, () => Walk(voices, null, null)),
            Measure("normalise alone", voices.Count, () => Normalise(voices, null)),
            Measure("normalise, near-duplicates", voices.Count, () => Normalise(voices, new FamilyIndex())),
            Measure("parse, understand", voices.Count, () => Walk(voices, new VoiceReader(model, new FamilyIndex()), null)),
        };
        var reader = new VoiceReader(model, new FamilyIndex());
        var detector = new Detector(new DetectorSettings { Dimensions = Dimensions, Pairs = [(3, 4)] });
        steps.Add(Measure("parse, understand, detect: the whole path", voices.Count, () => Walk(voices, reader, detector)));
        Notes.Add($"looked at twice: {100.0 * reader.SecondLooks / voices.Count:0.0} %; cells watched: {detector.Cells}");
        return steps;
    }

    private static void Normalise(BenchVoices voices, FamilyIndex? families)
    {
        var symbols = new ushort[VoiceSymbols.Most];
        foreach (var text in voices.Utf8)
        {
            var length = VoiceSymbols.Normalise(text, symbols);
            families?.See(symbols.AsSpan(0, length), 0);
        }
    }

    private static void WarmUp(VoiceModel model, BenchVoices voices)
    {
        var reader = new VoiceReader(model, new FamilyIndex());
        var detector = new Detector(new DetectorSettings { Dimensions = Dimensions, Pairs = [(3, 4)] });
        for (var turn = 0; turn < 3; turn++)
        {
            Walk(voices, reader, detector, Math.Min(voices.Count, 20_000));
            Thread.Sleep(200);
        }
    }

    private static BenchStep Measure(string name, int count, Action work)
    {
        var before = ThreadTime.Seconds();
        work();
        return new BenchStep(name, (ThreadTime.Seconds() - before) / count * 1e6);
    }

    private static void Walk(BenchVoices voices, VoiceReader? reader, Detector? detector, int count = int.MaxValue)
    {
        var names = new BenchNames(Dimensions.Length);
        var text = new byte[1 << 16];
        var values = new int[Dimensions.Length];
        var minute = 0L;
        for (var index = 0; index < Math.Min(count, voices.Count); index++)
        {
            var (length, at, customer) = Parse(voices.Line(index), text, values, names);
            if (reader is null)
            {
                continue;
            }

            var told = reader.Read(text.AsSpan(0, length), at / 60);
            if (detector is null)
            {
                continue;
            }

            if (at / 60 > minute)
            {
                detector.Tick(minute = at / 60);
            }

            detector.Add(new Observation(index, at * 1_000_000, told.Stage, told.Reason, told.Sentiment, told.Urgency, customer, told.Family, told.Multiplicity), values, told.Reason == 0 ? text.AsSpan(0, length) : default);
        }
    }

    private static (int Length, long At, ulong Customer) Parse(ReadOnlySpan<byte> line, byte[] text, int[] values, BenchNames names)
    {
        var (length, at, customer) = (0, 0L, 0UL);
        var json = new Utf8JsonReader(line);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var field = names.Field(json.ValueSpan);
            json.Read();
            switch (field)
            {
                case BenchNames.Text: length = json.CopyString(text); break;
                case BenchNames.Time: at = json.TryGetDateTimeOffset(out var time) ? time.ToUnixTimeSeconds() : 0; break;
                case BenchNames.Customer: customer = BenchNames.Hash(json.ValueSpan); break;
                case >= 0: values[field] = names.Intern(field, json.ValueSpan); break;
                default: break;
            }
        }

        return (length, at, customer);
    }
}
