using System.Text;

namespace Patella.Tests.Kernel.Text;

/// <summary>Random texts made of what breaks programs: half pairs, marks without a letter, controls, many scripts.</summary>
internal static class HostileText
{
    private static readonly string[] Pieces =
    [
        "\ud800", "\udc00", "\0", "\r\n", "\t", "\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\u0301", "\u0e31", "ﷺ", "ﬃ", "Å", "İ", "ß", "ς",
        "한국어", "각", "ｶﾞ", "Ａ１", "𠀀", "😀", "👨‍👩‍👧", "#W2378156", "a-1029", "don't", "l'eau", "订单", "訂單", "พัสดุ", "где", "أين",
        "'; DROP TABLE x; --", "%", "_", "zz6211", "1e5", "0x1f", "-", ".", "'", "’", "/", " ", "\u00a0", "\u3000", "\uffff", "\U000e0041",
    ];

    internal static IEnumerable<string> Many(int seed, int count)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var text = new StringBuilder();
            for (var n = random.Next(0, 24); n > 0; n--)
            {
                if (random.Next(3) == 0) text.Append((char)random.Next(0, 0x10000));
                else text.Append(Pieces[random.Next(Pieces.Length)]);
            }
            yield return text.ToString();
        }
    }
}
