using Patella.Service.Edge;

namespace Patella.Service.Access;

/// <summary>A member of staff, of whatever employer: <paramref name="Cohort"/> never decides what they may see or do.</summary>
/// <param name="Units">Codes of the units they are skilled for.</param>
/// <param name="Languages">BCP 47.</param>
/// <param name="Capacity">How much weight of contacts they carry at once; a chat weighs 1.</param>
/// <param name="Cohort">own, vendor, gov, school or cloud.</param>
/// <param name="Grade">trainee, standard or senior; decides how many masked fields they may see a day.</param>
public sealed record Staff(
    string Id, string Name, string Email, string Language, IReadOnlyList<string> Roles, IReadOnlyList<string> Units, IReadOnlyList<string> Languages,
    int Capacity, string? Team, string? Merchant, string Cohort, bool Active, bool Simulated, string Grade = Grades.Standard)
{
    public bool Has(Permission permission) => (Edge.Roles.Of(Roles) & permission) != 0;
}

/// <summary>The kinds of employment, wire values.</summary>
public static class Cohorts
{
    public static readonly IReadOnlyList<string> All = ["own", "vendor", "gov", "school", "cloud"];
}

/// <summary>How much trust somebody has earned, wire values.</summary>
public static class Grades
{
    public const string Trainee = "trainee";
    public const string Standard = "standard";
    public const string Senior = "senior";

    public static readonly IReadOnlyList<string> All = [Trainee, Standard, Senior];
}

/// <summary>A program's credential without its secret.</summary>
public sealed record ApiKey(string Id, string Name, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);

/// <summary>A key with which the marketplace signs its consumers' tokens. <paramref name="Key"/> is a secret for HS256, a PEM public key otherwise.</summary>
public sealed record ConsumerKey(string Kid, string Algorithm, string Key);

/// <summary>Who a consumer is, by the marketplace's word.</summary>
public sealed record ConsumerClaims(string Subject, string? Name, string? Language, string? Tier);
