using System.Globalization;
using System.Text;
using Patella.Kernel.Learning.BuiltIn;

namespace Patella.Host.Evaluations.Voices;

/// <summary>Voices as they come over the wire, in memory: JSON lines one after the other.</summary>
internal sealed class BenchVoices
{
    private const int Mean = 60;

    private BenchVoices(byte[] bytes, int[] starts, IReadOnlyList<string> texts) => (Bytes, Starts, Texts, Utf8) = (bytes, starts, texts, [.. texts.Select(Encoding.UTF8.GetBytes)]);

    public byte[] Bytes { get; }

    /// <summary>Where each line begins; one more for the end.</summary>
    public int[] Starts { get; }

    public IReadOnlyList<string> Texts { get; }

    /// <summary>The texts alone as bytes.</summary>
    public IReadOnlyList<byte[]> Utf8 { get; }

    public int Count => Starts.Length - 1;

    public double Characters => Texts.Average(text => (double)text.Length);

    public ReadOnlySpan<byte> Line(int index) => Bytes.AsSpan(Starts[index]..Starts[index + 1]);

    /// <summary>Texts of our own sentences, several about the same in a row as people write, each a little different.</summary>
    public static IReadOnlyList<string> MadeUp(int count, int seed)
    {
        var random = new Random(seed);
        var reasons = BuiltInVoices.Draw(seed, 40).GroupBy(text => text.Reason).Select(group => group.ToList()).ToList();
        var texts = new string[count];
        var text = new StringBuilder();
        for (var index = 0; index < count; index++)
        {
            text.Clear();
            var sentences = reasons[random.Next(reasons.Count)];
            var length = Mean / 2 + random.Next(Mean);
            while (text.Length < length - 6)
            {
                text.Append(sentences[random.Next(sentences.Count)].Text).Append(text.Length % 2 == 0 ? "，" : "。");
            }

            texts[index] = text.ToString(0, Math.Min(text.Length, length)) + random.Next(100).ToString(CultureInfo.InvariantCulture);
        }

        return texts;
    }

    /// <summary>The texts with what a marketplace tells beside them: shops and goods as unequal as they are in life.</summary>
    public static BenchVoices Lines(IReadOnlyList<string> texts, int seed)
    {
        var random = new Random(seed);
        using var stream = new MemoryStream();
        var starts = new int[texts.Count + 1];
        var options = new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        for (var index = 0; index < texts.Count; index++)
        {
            var at = DateTimeOffset.UnixEpoch.AddDays(20_000).AddMilliseconds(index * 10L);
            stream.Write(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    id = $"v{index}", time = at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), channel = index % 3 == 0 ? "app" : "chat", author = "consumer", text = texts[index], customer = $"c{random.Next(1_000_000)}",
                    merchant = $"m{Unequal(random, 300_000)}", product = $"p{Unequal(random, 1_000_000)}", category = $"k{Unequal(random, 40)}", carrier = $"f{random.Next(12)}", region = $"r{random.Next(60)}", version = $"9.{random.Next(6)}",
                }, options));
            starts[index + 1] = (int)stream.Length;
        }

        return new BenchVoices(stream.ToArray(), starts, texts);
    }

    private static int Unequal(Random random, int count) => (int)Math.Pow(count, random.NextDouble()) - 1;
}
