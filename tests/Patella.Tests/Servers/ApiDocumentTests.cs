using System.Text.Json.Nodes;
using Patella.Platform.Storage;

namespace Patella.Tests.Servers;

public class ApiDocumentTests
{
    [Fact]
    public async Task The_committed_document_is_what_the_server_says()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite, seeded: false);
        var said = await server.Get("/api/v1/openapi.json");
        var committed = await File.ReadAllTextAsync(Path.Combine(SourceTreeRoot(), "docs", "api", "openapi.json"));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(committed), said.Json), "docs/api/openapi.json is not what the server says: save GET /api/v1/openapi.json there, and `npm run api` in web/console.");
    }

    internal static string SourceTreeRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Patella.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Not inside the source tree.");
        }

        return folder.FullName;
    }
}
