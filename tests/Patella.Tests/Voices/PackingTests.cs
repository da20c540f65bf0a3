using Patella.Service.Voices;
using Patella.Service.Voices.Blocks;
using Patella.Service.Voices.Masking;
using Patella.Service.Voices.Packing;

namespace Patella.Tests.Voices;

/// <summary>Rows, words and records come back as they went in.</summary>
public class PackingTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(127, 3)]
    [InlineData(129, 4)]
    [InlineData(5_000, 5)]
    public void Labelled_rows_come_back_as_they_went_in(int count, int seed)
    {
        var random = new Random(seed);
        var rows = new VoiceRows();
        for (var row = 0; row < count; row++)
        {
            rows.Add(Any(random, row), (ulong)random.NextInt64(long.MinValue, long.MaxValue));
        }

        rows.Controls.Add(new VoiceControl(7, "verdict", """{"a":"é"}"""));
        var read = RowCodec.Read(RowCodec.Write(rows));
        Assert.Equal(count, read.Count);
        Assert.Equal(rows.Ids, read.Ids);
        Assert.Equal(rows.Controls, read.Controls);
        for (var row = 0; row < count; row++)
        {
            var (before, after) = (rows.Voice(row), read.Voice(row));
            Assert.Equal(before.Dimensions, after.Dimensions);
            Assert.Equal(before.Further?.OrderBy(one => one.Key, StringComparer.Ordinal), after.Further?.OrderBy(one => one.Key, StringComparer.Ordinal));
            Assert.Equal(before with { Dimensions = after.Dimensions, Further = null }, after with { Further = null });
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2_049)]
    [InlineData(70_000)]
    public void A_block_in_pages_holds_the_same_rows_and_its_filters_miss_none(int count)
    {
        var (random, rows) = (new Random(count), new VoiceRows());
        for (var row = 0; row < count; row++)
        {
            rows.Add(Any(random, row), (ulong)random.NextInt64());
        }

        rows.Controls.Add(new VoiceControl(long.MaxValue, "verdict", "{}"));
        var (piece, entries) = BlockPages.Write(rows);
        var head = BlockPages.ReadHead(piece.AsSpan(0, BlockPages.HeadBytes(piece)));
        var block = BlockFilter.Of(entries);
        Assert.InRange(head.Pages.Count, 1, PageFilter.MostPages);
        var (all, mistaken, asked) = (new VoiceRows(), 0, 0);
        for (var number = 0; number < head.Pages.Count; number++)
        {
            var page = head.Pages[number];
            var read = RowCodec.Read(piece.AsMemory(page.Place, page.Length));
            Assert.Equal((all.Count, page.Rows), (page.FirstRow, read.Count));
            Assert.All(read.Ats, at => Assert.InRange(at, page.FromAt, page.UntilAt));
            foreach (var entry in FilterEntries.Of(read).Append((ulong)random.NextInt64()))
            {
                var pages = PageFilter.Pages(entry, piece.AsSpan(head.FilterPlace + PageFilter.Place(entry, head.FilterBytes), PageFilter.GroupBytes));
                (mistaken, asked) = (mistaken + (entries.Contains(entry) ? 0 : System.Numerics.BitOperations.PopCount(pages)), asked + (entries.Contains(entry) ? 0 : 32));
                Assert.True(!entries.Contains(entry) || ((pages & (1u << number)) != 0 && block.MayHave(entry)));
            }

            all.AddAll(read);
        }

        Assert.True(mistaken <= Math.Max(4, asked / 10), $"{mistaken} of {asked}");
        Assert.Equal(rows.Ids, all.Ids);
        Assert.Equal(rows.Positions, all.Positions);
        Assert.Equal(rows.Controls, all.Controls);
    }

    [Fact]
    public void Rows_that_are_cut_short_are_damage_and_no_answer()
    {
        var rows = new VoiceRows();
        rows.Add(Any(new Random(1), 0), 5);
        var bytes = RowCodec.Write(rows);
        for (var length = 0; length < bytes.Length; length++)
        {
            var cut = bytes[..length];
            Assert.Throws<InvalidDataException>(() => RowCodec.Read(cut));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(1_000)]
    public void Words_are_read_row_by_row_and_erased_ones_are_gone(int count)
    {
        var words = Enumerable.Range(0, count).Select(row => new VoiceWords("id" + row, row % 3 == 0 ? null : "c" + row, null, "v" + row, "文本 text " + row)).ToList();
        words[^1] = words[^1].Erased();
        var bytes = WordsCodec.Write(words);
        Assert.Equal(words, WordsCodec.ReadAll(bytes));
        Assert.Equal([words[count - 1], words[0]], WordsCodec.Read(bytes, [count - 1, 0]));
        Assert.Null(WordsCodec.Read(bytes, [count - 1])[0].Text);
    }

    [Fact]
    public void What_is_wiped_out_of_a_record_is_gone_and_the_record_is_as_long_as_before()
    {
        var voices = Enumerable.Range(0, 5).Select(row => new Voice("id" + row, "review", 1_000 + row, "app", "consumer", "c" + row, "zh", "声音 " + row, Order: "o" + row, Merchant: "m", Rating: 4, Further: new Dictionary<string, string> { ["shade"] = "red" })).ToList();
        var record = VoiceRecord.Write(voices).Single();
        var wiped = VoiceRecord.Wipe(record, voice => voice.Customer == "c2")!;
        Assert.Equal(record.Length, wiped.Length);
        Assert.DoesNotContain("声音 2", System.Text.Encoding.UTF8.GetString(wiped), StringComparison.Ordinal);
        var read = VoiceRecord.Read(9, wiped).Voices;
        Assert.Equal(["声音 0", "声音 1", "", "声音 3", "声音 4"], read.Select(voice => voice.Text));
        Assert.Equal((null, null, "m", 4), (read[2].Customer, read[2].Order, read[2].Merchant, read[2].Rating));
        Assert.Null(VoiceRecord.Wipe(record, voice => voice.Customer == "nobody"));
    }

    [Fact]
    public void A_filter_never_denies_what_is_in_the_block()
    {
        var random = new Random(11);
        var rows = new VoiceRows();
        for (var row = 0; row < 3_000; row++)
        {
            rows.Add(Any(random, row), 0);
        }

        var filter = BlockFilter.Of(FilterEntries.Of(rows));
        for (var row = 0; row < rows.Count; row++)
        {
            var voice = rows.Voice(row);
            Assert.True(filter.MayHave(FilterEntries.Of(VoiceRows.Reason, voice.Reason.Length == 0 ? null : voice.Reason)));
            Assert.True(voice.Dimensions[VoiceDimensions.Merchant] is not { } merchant || filter.MayHave(FilterEntries.Of(VoiceRows.FirstDimension + VoiceDimensions.Merchant, merchant, voice.Reason)));
        }

        var wrong = Enumerable.Range(0, 10_000).Count(number => filter.MayHave(FilterEntries.Of(VoiceRows.FirstDimension + VoiceDimensions.Merchant, "other-" + number)));
        Assert.InRange(wrong, 0, 200);
    }

    [Theory]
    [InlineData("打我电话13812345678谢谢", "打我电话[phone]谢谢")]
    [InlineData("call +1 (415) 555-0199 please", "call [phone] please")]
    [InlineData("my card 4111 1111 1111 1111 was charged twice", "my card [card] was charged twice")]
    [InlineData("订单号202311110012345678还没到", "订单号[number]还没到")]
    [InlineData("order SO-2023111100 is late", "order [number] is late")]
    [InlineData("write to li.lei+1@mail.example.com now", "write to [email] now")]
    [InlineData("我叫王小明，快递没到", "我叫[name]，快递没到")]
    [InlineData("My name is John Smith and it broke", "My name is [name] and it broke")]
    [InlineData("寄到上海市浦东新区张江路123号2栋501室", "[address]")]
    [InlineData("I live at 221 Baker Street, it never came", "I live at [address], it never came")]
    [InlineData("paid 39.90 for 2 of them, waited 3 days", "paid 39.90 for 2 of them, waited 3 days")]
    [InlineData("质量很好，五星", "质量很好，五星")]
    public void Personal_data_is_masked_and_the_rest_is_left(string text, string masked) => Assert.Equal(masked, VoiceMask.Mask(text));

    private static LabelledVoice Any(Random random, int row) => new()
    {
        Position = (row * 3L) + random.Next(2), At = random.NextInt64(1_600_000_000_000_000, 1_800_000_000_000_000), Stage = random.Next(3) == 0 ? "" : "s" + random.Next(3),
        Reason = random.Next(3) == 0 ? "" : "r" + random.Next(9), Sentiment = (sbyte)random.Next(-1, 2), Urgency = (byte)random.Next(3), Margin = (short)random.Next(short.MinValue, short.MaxValue),
        Customer = (ulong)random.NextInt64(), Family = (ulong)random.NextInt64(), Multiplicity = random.Next(1, 1_000_000), Rating = (byte)random.Next(6), Author = random.Next(2) == 0 ? null : "consumer",
        Dimensions = [.. VoiceDimensions.Names.Select(name => random.Next(4) == 0 ? null : name + "-" + random.Next(200))],
        Further = random.Next(5) == 0 ? new Dictionary<string, string> { ["z"] = "1", ["a"] = "名" + random.Next(3) } : null,
    };
}
