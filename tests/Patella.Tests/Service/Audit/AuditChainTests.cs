using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Service.Audit;

public class AuditChainTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Entries_written_at_the_same_time_make_one_chain(StoreKind kind)
    {
        await using var world = await World(kind);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(number => Deed(world, number)));
        var check = await world.Read(AuditChain.Verify);
        Assert.Equal((40L, 0L, true), (check.Entries, check.Older, check.Intact));
        Assert.Equal(64, check.Head!.Length);
    }

    [Theory]
    [InlineData("update audit_entry set detail = '{\"number\":99}' where tenant = @tenant and number = 5", 5, "changed")]
    [InlineData("update audit_entry set actor = 'somebody-else' where tenant = @tenant and number = 5", 5, "changed")]
    [InlineData("delete from audit_entry where tenant = @tenant and number = 5", 5, "missing")]
    [InlineData("delete from audit_entry where tenant = @tenant and number = 10", 10, "cut-off")]
    [InlineData("update audit_entry set number = null where tenant = @tenant and number = 5", 5, "missing")]
    [InlineData("insert into audit_entry (tenant, id, at, recorded_at, actor_kind, actor, action, subject) select tenant, 'x', at, recorded_at + 1, actor_kind, actor, action, subject from audit_entry where tenant = @tenant and number = 5", 10, "slipped-in")]
    public async Task Whatever_is_done_to_an_entry_shows(string tampering, long at, string why)
    {
        await using var world = await World(StoreKind.Sqlite);
        for (var number = 1; number <= 10; number++)
        {
            await Deed(world, number);
        }

        await world.Write(transaction => transaction.Execute(tampering));
        var check = await world.Read(AuditChain.Verify);
        Assert.Equal((false, at, why), (check.Intact, check.BrokenAt!.Value, check.Why));
    }

    [Fact]
    public async Task The_trail_is_found_by_who_what_which_and_when_and_given_out_as_a_table_without_formulas()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var admin = await server.SignIn("admin@acme.example");
        await server.Post("/api/v1/staff", admin, new { id = "acme-new", name = "New", email = "new@acme.example", roles = new[] { "legal" } });
        await server.Post("/api/v1/api-keys", admin, new { name = "One", scopes = new[] { "read" } });
        Assert.Equal("access.staff-saved", (string?)(await server.Get("/api/v1/audit?subject=staff:acme-new", admin)).Json["items"]![0]!["action"]);
        Assert.NotEmpty((await server.Get("/api/v1/audit?action=access&actor=acme-admin", admin)).Json["items"]!.AsArray());
        Assert.Empty((await server.Get("/api/v1/audit?actor=nobody", admin)).Json["items"]!.AsArray());
        Assert.Empty((await server.Get("/api/v1/audit?until=2001-01-01T00:00:00Z", admin)).Json["items"]!.AsArray());
        Assert.True((bool)(await server.Get("/api/v1/audit/check", admin)).Json["intact"]!);
        var csv = await server.Send(HttpMethod.Get, "/api/v1/audit", admin, null, request => request.Headers.Add("Accept", "text/csv"));
        Assert.Contains("access.key-made", csv.Body, StringComparison.Ordinal);
        Assert.Equal("text/csv", csv.MediaType);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+86 138", "'+86 138")]
    [InlineData("  @SUM(A1)", "'  @SUM(A1)")]
    [InlineData("\t=1", "\"'\t=1\"", false)]
    [InlineData("a,\"b\"", "\"a,\"\"b\"\"\"")]
    [InlineData("plain", "plain")]
    [InlineData(null, "")]
    public void A_cell_never_starts_a_formula(string? value, string cell, bool exact = true)
        => Assert.Equal(exact ? cell : "'" + value, Csv.Cell(value));

    private static Task<ServiceWorld> World(StoreKind kind) => ServiceWorld.Create(kind, services => services.AddAudit(), "Audit");

    private static Task Deed(ServiceWorld world, int number)
        => world.Write(transaction => world.Get<AuditTrail>().Write(transaction, world.Staff(), "tests.done", "test:" + number, new { number }));
}
