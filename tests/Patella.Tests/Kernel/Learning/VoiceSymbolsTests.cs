using System.Text;
using Patella.Kernel.Learning;
using Patella.Kernel.Learning.BuiltIn;

namespace Patella.Tests.Kernel.Learning;

public class VoiceSymbolsTests
{
    [Theory]
    [InlineData("ＡＢＣ　１２３！！！！！", "abc 000!!!")]
    [InlineData("  訂單還沒到。。。。 ", "订单还没到...")]
    [InlineData("Refund\u200b NOW\r\n\t please", "refund now please")]
    [InlineData("", "")]
    [InlineData("   ", "")]
    public void Writings_of_the_same_become_one(string text, string symbols) => Assert.Equal(symbols, Normal(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void It_says_what_the_plain_way_says_whatever_the_bytes_are()
    {
        var random = new Random(20);
        for (var turn = 0; turn < 4_000; turn++)
        {
            var bytes = Hostile(random, turn);
            Assert.Equal(Plain(bytes), Normal(bytes));
        }
    }

    [Fact]
    public void Doing_it_twice_changes_nothing()
    {
        var random = new Random(21);
        for (var turn = 0; turn < 4_000; turn++)
        {
            var once = Normal(Hostile(random, turn));
            Assert.Equal(once, Normal(Encoding.UTF8.GetBytes(once)));
        }
    }

    [Fact]
    public void Reading_never_throws_and_never_allocates()
    {
        var reader = new VoiceReader(BuiltInVoices.Model, new FamilyIndex(64));
        var random = new Random(22);
        var texts = Enumerable.Range(0, 2_000).Select(turn => Hostile(random, turn)).Append(new byte[10 << 20]).Append(Encoding.UTF8.GetBytes(new string('好', 3_000_000))).ToList();
        foreach (var text in texts)
        {
            reader.Read(text, 5);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var text in texts)
        {
            reader.Read(text, 6);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    private static string Normal(ReadOnlySpan<byte> utf8)
    {
        var symbols = new ushort[VoiceSymbols.Most];
        return VoiceSymbols.Text(symbols.AsSpan(0, VoiceSymbols.Normalise(utf8, symbols)));
    }

    /// <summary>The same rule over runes, one after the other, without any haste.</summary>
    private static string Plain(ReadOnlySpan<byte> utf8)
    {
        utf8 = utf8[..Math.Min(utf8.Length, VoiceSymbols.MostBytes)];
        var plain = new StringBuilder();
        while (utf8.Length > 0 && plain.Length < VoiceSymbols.Most)
        {
            var done = Rune.DecodeFromUtf8(utf8, out var rune, out var bytes) == System.Buffers.OperationStatus.Done;
            utf8 = utf8[bytes..];
            var symbol = done ? (char)VoiceSymbols.Of(rune) : '\0';
            var same = plain.Length - plain.ToString().TrimEnd(symbol).Length;
            if (symbol != 0 && (symbol == ' ' ? plain.Length > 0 && plain[^1] != ' ' : same < 3))
            {
                plain.Append(symbol);
            }
        }

        return plain.Length > 0 && plain[^1] == ' ' ? plain.ToString(0, plain.Length - 1) : plain.ToString();
    }

    private static byte[] Hostile(Random random, int turn)
    {
        if (turn % 3 == 0)
        {
            var noise = new byte[random.Next(200)];
            random.NextBytes(noise);
            return noise;
        }

        var text = new StringBuilder();
        for (var left = random.Next(turn % 50 == 1 ? 900 : 60); left > 0; left--)
        {
            var rune = random.Next(6) switch
            {
                0 => random.Next(0x80),
                1 => random.Next(0x4e00, 0x9fff),
                2 => random.Next(0xff00, 0xffef),
                3 => random.Next(0x1f300, 0x1faff),
                4 => random.Next(0x80, 0x2fff),
                _ => ' ',
            };
            text.Append(new Rune(rune).ToString().PadLeft(1).Insert(0, random.Next(8) == 0 ? "!!!!!" : ""));
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        return turn % 3 == 1 || bytes.Length == 0 ? bytes : bytes[..random.Next(bytes.Length)];
    }
}
