using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Parties.Organisations;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Service.Parties;

public class OrganisationTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Merchants_and_carriers_are_known_by_ways_that_are_theirs_alone(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var admin = await server.SignIn("admin@acme.example");
        var carrier = await server.Post("/api/v1/carriers", admin, new { externalId = "swift", name = "Swift Parcels" });
        Assert.Equal(HttpStatusCode.Created, carrier.Status);
        Assert.Equal(carrier.Text("id"), (await server.Post("/api/v1/carriers", admin, new { externalId = "swift", name = "Swift" })).Text("id"));
        await server.Post("/api/v1/carriers", admin, new { externalId = "slow", name = "Slow" });
        Task<Answer> Save(string path, params object[] identities) => server.Send(HttpMethod.Put, "/api/v1/" + path + "/identities", admin, new { identities });
        Assert.Equal(HttpStatusCode.OK, (await Save("carriers/swift", new { kind = "email", value = "Claims@Swift.example" }, new { kind = "phone", value = "95338" })).Status);
        Assert.Equal("identity-taken", (await Save("carriers/slow", new { kind = "phone", value = "10086" }, new { kind = "email", value = "claims@swift.example" })).Code);
        // What was refused changed nothing; a merchant may use the number a carrier has.
        Assert.Empty((await server.Get("/api/v1/carriers/slow/identities", admin)).Json["identities"]!.AsArray());
        Assert.Equal(HttpStatusCode.OK, (await Save("merchants/shop-1", new { kind = "phone", value = "95338" })).Status);
        Assert.Equal("not-found", (await Save("carriers/none", new { kind = "phone", value = "1" })).Code);
        var organisations = server.Services.GetRequiredService<OrganisationStore>();
        var store = server.Services.GetRequiredService<IStore>();
        Assert.Equal(carrier.Text("id"), await store.Read(new TenantId("acme"), reader => organisations.Find(reader, "carrier", "email", "CLAIMS@swift.example")));
        Assert.Null(await store.Read(new TenantId("rival"), reader => organisations.Find(reader, "carrier", "email", "claims@swift.example")));
    }
}
