using System.Net;
using System.Text.Json.Nodes;
using Patella.Platform.Storage;
using Patella.Tests.Andon;
using Patella.Tests.Platform;

namespace Patella.Tests.Service.Reports.Value;

/// <summary>The value report through its doors.</summary>
public class ValueDoorTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task It_shows_a_programmes_budget_and_pulls_that_ended_with_a_change_to_those_who_watch(StoreKind kind)
    {
        await using var world = await AndonWorld.Create(kind);
        var server = world.Server;
        var (finance, executive) = (await server.SignIn("finance@acme.example"), await server.SignIn("executive@acme.example"));
        foreach (var account in new object[] { new { kind = "platform", currency = "CNY" }, new { kind = "fund", currency = "CNY", owner = "gestures" } })
        {
            AndonWorld.Is(HttpStatusCode.Created, await server.Post("/api/v1/ledger/accounts", finance, account));
        }

        AndonWorld.Is(HttpStatusCode.Created, await server.Post("/api/v1/ledger/postings", finance, new { transfers = new[] { new { id = "b1", debit = "platform:CNY", credit = "fund:gestures:CNY", amount = new { amount = 9_000, currency = "CNY" }, reason = "budget" } } }));
        AndonWorld.Is(HttpStatusCode.OK, await server.Send(HttpMethod.Put, "/api/v1/ledger/funds/fund:gestures:CNY/limits", finance, new { limits = new[] { new { grade = "standard", mostOnce = 500, mostADay = 2_000 } } }));
        foreach (var (pull, answer) in new[] { ("p1", "changed"), ("p2", "rejected"), ("p3", "standing") })
        {
            await world.Register("launch-" + pull);
            await world.Pull(pull, "launch-" + pull);
            _ = answer == "changed" ? await world.Change(pull, "c1") : answer == "rejected" ? await world.Say(pull, "a1", "rejected-with-reason") : null;
            _ = answer == "standing" ? null : await world.Release(pull, "r1", world.Expert);
        }

        var report = (await server.Get("/api/v1/reports/value?zone=UTC", executive)).Json;
        var money = Assert.Single(report["money"]!.AsArray())!;
        var fund = Assert.Single(money["funds"]!.AsArray())!;
        Assert.Equal(("gestures", 0, 9_000, 0, 9_000), ((string)fund["name"]!, (int)fund["opening"]!, (int)fund["putIn"]!, (int)fund["spent"]!["amount"]!, (int)fund["closing"]!));
        Assert.Equal(("standard", 500), ((string)fund["limits"]![0]!["grade"]!, (int)fund["limits"]![0]!["mostOnce"]!));
        Assert.Equal(("p1", 1), ((string)Assert.Single(report["prevented"]!["pulls"]!.AsArray())!["id"]!, (int)report["prevented"]!["pullsChanged"]!));
        Assert.Null(report["prevented"]!["fewer"]);
        var table = await server.Get("/api/v1/reports/value?zone=UTC&format=csv", finance);
        Assert.Equal((HttpStatusCode.OK, "text/csv"), (table.Status, table.MediaType));
        Assert.Contains("fund-put-in,fund:gestures:CNY,CNY,9000,", table.Body, StringComparison.Ordinal);
        Assert.Empty((await server.Get("/api/v1/reports/value/lines?figure=fund-spent", finance)).Json["items"]!.AsArray());
        Assert.Equal("invalid", (await server.Get("/api/v1/reports/value/lines?figure=1%3D1", finance)).Code);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.Get("/api/v1/reports/value", world.Agent)).Status);
        Assert.Empty((await server.Get("/api/v1/reports/value?zone=UTC", await server.SignIn("finance@rival.example", "rival"))).Json["money"]!.AsArray());
    }
}
