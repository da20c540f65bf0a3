using Patella.Platform.Identifiers;

namespace Patella.Service.Tenants;

/// <summary>An ecosystem of this installation.</summary>
public sealed class Ecosystem
{
    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    public long CreatedAt { get; init; }

    public TenantId Tenant => new(Id);
}

/// <summary>A name in both languages of the pages.</summary>
public sealed record LocalName([property: System.Text.Json.Serialization.JsonPropertyName("zh-CN")] string Chinese, [property: System.Text.Json.Serialization.JsonPropertyName("en")] string English)
{
    public string In(string language) => language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Chinese : English;
}

/// <summary>A business unit of the ecosystem.</summary>
/// <param name="Code">How everything else names it: 1 to 40 characters, stable for ever.</param>
/// <param name="Kind">The trade: market, travel, food-delivery, logistics ...</param>
/// <param name="Shared">Any unit's agent may answer for it.</param>
public sealed record BusinessUnit(string Id, string Code, LocalName Name, string Kind, bool Shared);

/// <summary>A shop. <paramref name="ExternalId"/> is the marketplace's own id of it.</summary>
public sealed record Merchant(string Id, string ExternalId, string Name, string Unit, string? Category);

/// <summary>A group of staff in a unit.</summary>
public sealed record Team(string Id, string Name, string Unit);

/// <summary>How the entrance looks to consumers.</summary>
public sealed record Look(string Accent, string Title, string Greeting);

/// <summary>The tenant's own settings.</summary>
/// <param name="TimeZone">IANA name of the zone in which times are told to consumers, such as Asia/Shanghai; absent: that of China for a Chinese ecosystem, else UTC.</param>
public sealed record TenantProfile(string Name, string DefaultLanguage, Look Look, bool Demonstration = false, string? TimeZone = null);
