using System.Net;
using System.Text;
using Patella.Platform.Storage;
using Patella.Tests.Platform;

namespace Patella.Tests.Servers;

/// <summary>The books through the public door, as finance uses them.</summary>
public class LedgerTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Finance_gives_a_fund_its_budget_and_reads_statement_seal_and_books(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var finance = await Books(server);
        var posted = await server.Post("/api/v1/ledger/postings", finance, Budget("b1", 5_000));
        Assert.True(posted.Status == HttpStatusCode.Created, posted.ToString());
        Assert.False((bool)posted.Json["repeated"]!);
        Assert.True((bool)(await server.Post("/api/v1/ledger/postings", finance, Budget("b1", 5_000))).Json["repeated"]!);
        var sealing = await server.Post("/api/v1/ledger/seals", finance);
        Assert.Equal(HttpStatusCode.Created, sealing.Status);
        var statement = await server.Get("/api/v1/ledger/accounts/fund:gestures:CNY/statement?seal=1", finance);
        Assert.Equal((5_000, true), ((long)statement.Json["closingBalance"]!, (bool)statement.Json["final"]!));
        Assert.Equal(statement.Body, (await server.Get("/api/v1/ledger/accounts/fund:gestures:CNY/statement?seal=1", finance)).Body);
        var table = await server.Get("/api/v1/ledger/accounts/fund:gestures:CNY/statement?seal=1&format=csv", finance);
        Assert.Contains(statement.Text("hash"), table.Body, StringComparison.Ordinal);
        Assert.True((bool)(await server.Get("/api/v1/ledger/books", finance)).Json["balanced"]!);
        Assert.True((bool)(await server.Get("/api/v1/ledger/verification", finance)).Json["intact"]!);
        Assert.Equal("b1", (string)(await server.Get("/api/v1/ledger/transfers?account=fund:gestures:CNY", finance)).Json["items"]![0]!["id"]!);
        Assert.Equal(sealing.Text("hash"), (string)(await server.Get("/api/v1/ledger/seals", finance)).Json["items"]![0]!["hash"]!);
        var trail = await server.Get("/api/v1/audit?action=ledger", await server.SignIn("admin@acme.example"));
        Assert.Contains("ledger.posted-by-hand", trail.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12.5", 400, "malformed-json")]
    [InlineData("9223372036854775808", 400, "malformed-json")]
    [InlineData("\"100\"", 400, "malformed-json")]
    [InlineData("1e3", 400, "malformed-json")]
    [InlineData("-5", 422, "amount-out-of-range")]
    [InlineData("0", 422, "amount-out-of-range")]
    [InlineData("9007199254740992", 422, "amount-out-of-range")]
    public async Task An_amount_that_is_not_a_whole_number_of_minor_units_is_refused(string amount, int status, string code)
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var finance = await Books(server);
        var body = $"{{\"transfers\":[{{\"id\":\"t1\",\"debit\":\"platform:CNY\",\"credit\":\"fund:gestures:CNY\",\"amount\":{{\"amount\":{amount},\"currency\":\"CNY\"}}}}]}}";
        var answer = await server.Send(HttpMethod.Post, "/api/v1/ledger/postings", finance, new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal((status, code), ((int)answer.Status, answer.Code));
        Assert.Empty((await server.Get("/api/v1/ledger/transfers", finance)).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task An_id_used_for_something_else_is_a_conflict_and_another_currency_is_refused()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var finance = await Books(server);
        await server.Post("/api/v1/ledger/postings", finance, Budget("b1", 5_000));
        var other = await server.Post("/api/v1/ledger/postings", finance, Budget("b1", 5_001));
        Assert.Equal((HttpStatusCode.Conflict, "id-taken"), (other.Status, other.Code));
        Assert.Equal("wrong-currency", (await server.Post("/api/v1/ledger/postings", finance, Budget("b2", 1, "USD"))).Code);
        Assert.Equal("invalid", (await server.Post("/api/v1/ledger/postings", finance, Budget("b2", 1, "YUA"))).Code);
    }

    [Fact]
    public async Task Money_of_consumers_does_not_move_by_hand()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var finance = await Books(server);
        await server.Post("/api/v1/ledger/accounts", finance, new { kind = "buyer-value", currency = "CNY", owner = "buyer-1" });
        await server.Post("/api/v1/ledger/postings", finance, Budget("b1", 5_000));
        var answer = await server.Post("/api/v1/ledger/postings", finance, new { transfers = new[] { new { id = "t1", debit = "fund:gestures:CNY", credit = "buyer-value:buyer-1:CNY", amount = new { amount = 10, currency = "CNY" } } } });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "not-by-hand"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Limits_of_a_fund_are_set_read_and_taken_away()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var finance = await Books(server);
        object Limits(params object[] limits) => new { limits };
        var set = await server.Send(HttpMethod.Put, "/api/v1/ledger/funds/fund:gestures:CNY/limits", finance, Limits(new { grade = "senior", mostOnce = 50, mostADay = 200 }));
        Assert.True(set.Status == HttpStatusCode.OK, set.ToString());
        Assert.Equal(50, (long)(await server.Get("/api/v1/ledger/funds", finance)).Json["items"]![0]!["limits"]![0]!["mostOnce"]!);
        Assert.Equal("invalid", (await server.Send(HttpMethod.Put, "/api/v1/ledger/funds/fund:gestures:CNY/limits", finance, Limits(new { grade = "senior", mostOnce = 50, mostADay = 20 }))).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Send(HttpMethod.Put, "/api/v1/ledger/funds/platform:CNY/limits", finance, Limits())).Status);
        await server.Send(HttpMethod.Put, "/api/v1/ledger/funds/fund:gestures:CNY/limits", finance, Limits());
        Assert.Empty((await server.Get("/api/v1/ledger/funds", finance)).Json["items"]![0]!["limits"]!.AsArray());
    }

    private static object Budget(string id, long amount, string currency = "CNY")
        => new { transfers = new[] { new { id, debit = "platform:CNY", credit = "fund:gestures:CNY", amount = new { amount, currency }, reason = "budget" } } };

    /// <summary>Finance, signed in, with the platform's account and a fund.</summary>
    private static async Task<string> Books(TestServer server)
    {
        var finance = await server.SignIn("finance@acme.example");
        foreach (var account in new object[] { new { kind = "platform", currency = "CNY" }, new { kind = "fund", currency = "CNY", owner = "gestures" } })
        {
            var opened = await server.Post("/api/v1/ledger/accounts", finance, account);
            Assert.True(opened.Status == HttpStatusCode.Created, opened.ToString());
        }

        return finance;
    }
}
