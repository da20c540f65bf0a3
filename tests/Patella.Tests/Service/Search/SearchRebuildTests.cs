using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Transfer;
using Patella.Service;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Service.Search;

/// <summary>What could be found before a tenant was moved can be found after it.</summary>
public class SearchRebuildTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task After_an_index_is_begun_anew_articles_and_conversations_are_found_again(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        await server.Post("/api/v1/conversations", await server.Visit(), new { entryUnit = "market", message = new { clientId = "m", text = "紫砂茶壶裂了一道缝" } });
        var supervisor = await server.SignIn("supervisor@acme.example");
        async Task<int> Found(string words) => (await server.Get("/api/v1/search?q=" + words, supervisor)).Json["items"]!.AsArray().Count;
        await Waiting.Until(async () => await Found("紫砂茶壶") > 0 && await Found("七天无理由退货") > 0, "both are found");
        var (store, tenant) = (server.Services.GetRequiredService<IStore>(), new TenantId("acme"));
        await store.Write(tenant, async transaction => await new Patella.Service.Search.SearchIndex().Clear(transaction));
        Assert.Equal(0, await Found("紫砂茶壶") + await Found("七天无理由退货"));

        await using var moved = await TestServer.Start(kind, seeded: false);
        var file = Path.Combine(Directory.CreateTempSubdirectory("patella-move-").FullName, "acme.zip");
        await server.Services.GetRequiredService<TenantExport>().Run(tenant, file);
        var target = moved.Services.GetRequiredService<IStore>();
        await moved.Services.GetRequiredService<TenantImport>().Run(file);
        await SearchRebuild.Begin(target, tenant, moved.Services.GetRequiredService<BusinessTime>());
        Assert.Equal(0, await target.Read(tenant, reader => reader.One<long>("select count(*) from timeline_cursor where tenant = @tenant and reader in @readers", new { readers = SearchRebuild.Readers })));
        Assert.Equal(2, await target.Read(tenant, reader => reader.One<long>("select count(*) from search_document where tenant = @tenant and kind = 'article'")));
        await target.Write(TenantId.System, transaction => new Patella.Service.Tenants.TenantStore().AddEcosystem(transaction, new() { Id = "acme", Name = "acme", CreatedAt = 1 }));
        var again = await moved.SignIn("supervisor@acme.example");
        await Waiting.Until(async () => (await moved.Get("/api/v1/search?q=紫砂茶壶", again)).Json["items"]!.AsArray().Count > 0, "the conversation is found where it was moved to", TimeSpan.FromSeconds(40));
        Assert.NotEmpty((await moved.Get("/api/v1/search?q=七天无理由退货", again)).Json["items"]!.AsArray());
    }
}
