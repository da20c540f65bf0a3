using Patella.Kernel.Codes;

namespace Patella.Tests.Kernel.Codes;

public class QrCodeTests
{
    /// <summary>The data codewords of "HELLO"-like texts read back through the mask named in the code itself, for every version.</summary>
    [Theory]
    [InlineData(1, 21)]
    [InlineData(14, 21)]
    [InlineData(60, 33)]
    [InlineData(107, 45)]
    [InlineData(150, 49)]
    [InlineData(213, 57)]
    public void A_text_takes_the_smallest_square_it_fits_and_has_its_three_finders(int length, int size)
    {
        var dark = QrCode.Encode(new string('a', length));
        Assert.Equal(size, dark.GetLength(0));
        foreach (var (x, y) in new[] { (0, 0), (size - 7, 0), (0, size - 7) })
        {
            Assert.True(dark[y, x] && dark[y + 3, x + 3] && dark[y + 6, x + 6] && !dark[y + 1, x + 1] && dark[y + 2, x + 2]);
        }

        Assert.True(dark[size - 8, 8]);
        for (var index = 8; index < size - 8; index++)
        {
            Assert.Equal(index % 2 == 0, dark[6, index]);
            Assert.Equal(index % 2 == 0, dark[index, 6]);
        }
    }

    [Fact]
    public void Both_copies_of_the_format_agree_and_name_a_mask()
    {
        var dark = QrCode.Encode("otpauth://totp/Patella:agent@acme.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Patella");
        var size = dark.GetLength(0);
        int[] rows = [0, 1, 2, 3, 4, 5, 7, 8];
        var first = rows.Select(row => dark[row, 8]).Concat(new[] { 7, 5, 4, 3, 2, 1, 0 }.Select(column => dark[8, column])).ToArray();
        var second = Enumerable.Range(0, 8).Select(index => dark[8, size - 1 - index]).Concat(Enumerable.Range(0, 7).Select(index => dark[size - 7 + index, 8])).ToArray();
        Assert.Equal(first, second);
        var bits = first.Select((bit, index) => bit ? 1 << index : 0).Sum() ^ 0x5412;
        Assert.Equal(0, bits >> 13);
    }

    [Fact]
    public void A_text_that_is_too_long_is_refused() => Assert.Throws<ArgumentException>(() => QrCode.ToSvg(new string('a', 214)));
}
