using System.Text;
using Patella.Service.Voices.Understanding;

namespace Patella.Tests.Service.Voices;

public class LabelFileTests
{
    [Fact]
    public void Good_lines_are_taken_and_wrong_ones_are_named_by_their_line()
    {
        byte[] bytes =
        [
            .. "\uFEFFreason,text,sentiment\nbroken,杯子碎了,-1\n,没有说什么,\nbroken,\"a, \"\"b\"\"\nsecond line\",0\ntaste,难吃,7\n"u8, .. "broken,"u8, 0xFF, 0xFE, .. "\n\nbroken,"u8,
            .. Encoding.UTF8.GetBytes(new string('长', 20_001)), .. "\n-,随便说说,\n"u8,
        ];
        var file = LabelFile.ReadCsv(new MemoryStream(bytes));
        Assert.Equal([(2, "杯子碎了", "broken"), (4, "a, \"b\"\nsecond line", "broken"), (10, "随便说说", "")], file.Lines.Select(line => (line.Line, line.Label.Text, line.Label.Reason)));
        Assert.Equal([3, 6, 7, 9], file.Problems.Select(problem => problem.Line));
    }

    [Theory]
    [InlineData("")]
    [InlineData("label,review\n1,好")]
    public void A_table_without_its_columns_is_refused_at_its_first_line(string text)
    {
        var file = LabelFile.ReadCsv(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        Assert.Empty(file.Lines);
        Assert.Equal(1, Assert.Single(file.Problems).Line);
    }

    [Fact]
    public void Json_lines_go_on_behind_broken_ones()
    {
        var file = LabelFile.ReadJsonLines(new MemoryStream("{\"text\":\"a\",\"reason\":\"broken\"}\n{\"text\":\n[1]\n\n{\"text\":\"b\",\"sentiment\":-1,\"urgency\":2,\"more\":{}}\n{\"text\":\"c\"}"u8.ToArray()));
        Assert.Equal([1, 5], file.Lines.Select(line => line.Line));
        Assert.Equal([2, 3, 6], file.Problems.Select(problem => problem.Line));
    }

    [Fact]
    public void An_open_quote_takes_no_more_than_a_mebibyte_with_it()
    {
        var text = "text,reason\n\"open,broken\n" + string.Concat(Enumerable.Repeat("more,broken\n", 200_000)) + "last,broken\n";
        var file = LabelFile.ReadCsv(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        Assert.Equal("last", file.Lines[^1].Label.Text);
        Assert.Equal(2, file.Problems[0].Line);
    }
}
