using Microsoft.Data.Sqlite;
using Patella.Kernel.Text;

namespace Patella.Tests.Kernel.Text;

public class SearchTokensTests
{
    [Theory]
    [InlineData("Where are my orders?", "order")]
    [InlineData("The parcels arrived broken", "arrive parcel")]
    [InlineData("I am returning the shoes", "returned shoe")]
    [InlineData("order #W2378156 is late", "#W2378156")]
    [InlineData("order #W2378156 is late", "w2378156")]
    [InlineData("order #W2378156 is late", "2378156")]
    [InlineData("invoice A-1029 of 2026-11-11", "a1029")]
    [InlineData("invoice A-1029 of 2026-11-11", "A-1029")]
    [InlineData("invoice A-1029 of 2026-11-11", "2026-11-11")]
    [InlineData("call 138-0013-8000", "13800138000")]
    [InlineData("我的快递到哪了", "快递")]
    [InlineData("我的快递到哪了", "递")]
    [InlineData("我的快递到哪了", "了")]
    [InlineData("訂單還沒發貨", "订单")]
    [InlineData("买了iPhone15手机壳", "iphone15 手机")]
    [InlineData("¿Dónde está mi pedido?", "donde pedidos")]
    [InlineData("L'ordre n'est pas arrivé", "ordre arrive")]
    [InlineData("где моя посылка", "посылку")]
    [InlineData("배송이 언제 오나요", "배송")]
    [InlineData("พัสดุของฉันอยู่ที่ไหน", "พัสดุ")]
    [InlineData("注文をキャンセルしたい", "キャンセル")]
    [InlineData("ＦＵＬＬ　ＷＩＤＴＨ", "full width")]
    [InlineData("أين طلبي", "طلبي")]
    public void A_query_finds_the_text_that_holds_its_words(string text, string query) => Assert.True(Finds(text, query));

    [Theory]
    [InlineData("我的快递到哪了", "快到")]
    [InlineData("order W2378156", "W2378157")]
    [InlineData("order 1e5", "100000")]
    [InlineData("zz6211", "我")]
    [InlineData("refund", "parcel")]
    public void A_query_does_not_find_what_is_not_there(string text, string query) => Assert.False(Finds(text, query));

    [Theory]
    [InlineData("address", "adress")]
    [InlineData("refund", "reffund")]
    [InlineData("parcel", "pacrel")]
    [InlineData("delivery", "delliverry", false)]
    public void Common_slips_of_the_hand_are_forgiven(string text, string query, bool found = true) =>
        Assert.Equal(found, Finds(text, query));

    [Fact]
    public void Numbers_and_Chinese_have_no_variants()
    {
        Assert.All(SearchTokens.QueryTokens("#W2378156 退款到账 12345"), t => Assert.Empty(t.Variants));
        Assert.NotEmpty(SearchTokens.QueryTokens("refund")[0].Variants);
    }

    [Fact]
    public void Any_text_becomes_plain_words_that_bound_and_encode_without_collision()
    {
        foreach (var text in HostileText.Many(seed: 13, count: 20_000))
        {
            var index = SearchTokens.IndexText(text);
            Assert.Matches("^([a-z0-9]+( [a-z0-9]+)*)?$", index);
            Assert.All(index.Split(' '), token => Assert.True(token.Length <= 2 + 4 * 40));
            Assert.True(SearchTokens.QueryTokens(text).Count <= SearchTokens.MaxQueryTokens);
            foreach (var token in SearchTokens.QueryTokens(text)) Assert.Contains(token.Token, index.Split(' '));
        }
        Assert.NotEqual(SearchTokens.IndexText("我"), SearchTokens.IndexText(SearchTokens.IndexText("我")));
    }

    [Fact]
    public void Sqlites_full_text_index_keeps_every_token_whole()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        Run(connection, "create virtual table words using fts5(body, tokenize='unicode61'); create virtual table seen using fts5vocab(words, 'row');");
        foreach (var text in HostileText.Many(seed: 14, count: 300).Append("我的快递 где заказ 1e5 0x1f A-1029 zz6211 พัสดุ"))
        {
            Run(connection, "delete from words");
            using var insert = connection.CreateCommand();
            insert.CommandText = "insert into words(body) values ($body)";
            insert.Parameters.AddWithValue("$body", SearchTokens.IndexText(text));
            insert.ExecuteNonQuery();
            var expected = SearchTokens.IndexText(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().Order(StringComparer.Ordinal);
            Assert.Equal(expected, Read(connection, "select term from seen").Order(StringComparer.Ordinal));
        }
    }

    private static bool Finds(string text, string query)
    {
        var index = SearchTokens.IndexText(text).Split(' ').ToHashSet();
        var tokens = SearchTokens.QueryTokens(query);
        return tokens.Count > 0 && tokens.All(t => index.Contains(t.Token) || t.Variants.Any(index.Contains));
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static List<string> Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(reader.GetString(0));
        return rows;
    }
}
