using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Settings;

/// <summary>What an import took, by section.</summary>
public sealed record SettingsImported(IReadOnlyDictionary<string, int> Accepted);

public static class SettingsModule
{
    public static IServiceCollection AddSettings(this IServiceCollection services) => services.AddSingleton<SettingsDocuments>();

    public static void MapSettings(this IEndpointRouteBuilder api)
    {
        api.MapPost("/settings/import", async (HttpContext http, SettingsDocuments documents) =>
        {
            if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            {
                size.MaxRequestBodySize = SettingsDocuments.SizeLimit;
            }

            using var document = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
            return (await documents.Import(http.Caller(), document.RootElement)).ToResult(201);
        }).Needs(Permission.Administer).WithSummary("Load a settings document, all or nothing").Accepts<JsonElement>("application/json").Produces<SettingsImported>(201).WithTags("Settings");
        api.MapGet("/settings/export", async (HttpContext http, SettingsDocuments documents) => Results.Json(await documents.Export(http.Caller()), Json.Options))
            .Needs(Permission.Administer).WithSummary("The settings as one document, without secrets").Produces<Dictionary<string, JsonElement>>().WithTags("Settings");
    }
}

/// <summary>Loads and writes the whole document.</summary>
internal sealed class SettingsDocuments(IStore store, TenantStore tenants, IEnumerable<ISettingsSection> sections, AuditTrail audit)
{
    public const long SizeLimit = 8 << 20;

    public async Task<Outcome<SettingsImported>> Import(Caller caller, JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object)
        {
            return Problem.Invalid("", "Must be an object with sections such as 'units' and 'staff'.");
        }

        var check = new Validation();
        var context = new SettingsContext(await UnitCodes(caller, document));
        var prepared = new List<(ISettingsSection Section, object Value, int Count)>();
        foreach (var section in sections)
        {
            if (document.TryGetProperty(section.Name, out var element) && element.ValueKind != JsonValueKind.Null)
            {
                prepared.Add((section, await section.Prepare(element, context, check), element.ValueKind == JsonValueKind.Array ? element.GetArrayLength() : 1));
            }
        }

        if (check.Failed)
        {
            return check.Problem;
        }

        await store.Write(caller.Tenant, async transaction =>
        {
            foreach (var (section, value, _) in prepared)
            {
                await section.Save(transaction, value);
            }

            await audit.Write(transaction, caller, "settings.imported", "setting:document", prepared.ToDictionary(item => item.Section.Name, item => item.Count));
        });
        return new SettingsImported(prepared.ToDictionary(item => item.Section.Name, item => item.Count));
    }

    public async Task<IReadOnlyDictionary<string, object>> Export(Caller caller) => await store.Read(caller.Tenant, async reader =>
    {
        var document = new Dictionary<string, object>();
        foreach (var section in sections)
        {
            document[section.Name] = await section.Export(reader);
        }

        return document;
    });

    /// <summary>Those there are and those the document brings.</summary>
    private async Task<HashSet<string>> UnitCodes(Caller caller, JsonElement document)
    {
        var codes = (await store.Read(caller.Tenant, tenants.ListUnits)).Select(unit => unit.Code).ToHashSet();
        if (document.TryGetProperty("units", out var units) && units.ValueKind == JsonValueKind.Array)
        {
            codes.UnionWith(units.EnumerateArray()
                .Where(unit => unit.ValueKind == JsonValueKind.Object && unit.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String)
                .Select(unit => unit.GetProperty("code").GetString()!));
        }

        return codes;
    }
}
