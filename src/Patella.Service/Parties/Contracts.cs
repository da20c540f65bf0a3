using Patella.Platform.Storage;

namespace Patella.Service.Parties;

/// <summary>A consumer.</summary>
/// <param name="Id">Of the surviving record when several were merged.</param>
/// <param name="Name">Null while nobody has said it.</param>
/// <param name="Language">BCP 47; null while unknown.</param>
/// <param name="Tier">The marketplace's own word for the member's tier.</param>
/// <param name="Anonymous">True until the marketplace says who they are.</param>
/// <param name="Since">Business time of the first contact or event, UTC microseconds.</param>
public sealed record Person(string Id, string? Name, string? Language, string? Tier, bool Anonymous, long Since);

/// <summary>What somebody who knows says about a person; null means nothing is said.</summary>
/// <param name="ExternalId">The marketplace's id of the consumer, 1 to 200 characters.</param>
public sealed record PersonClaims(string ExternalId, string? Name = null, string? Language = null, string? Tier = null);

/// <summary>One way to know a person, unmasked: never send it as it is.</summary>
public sealed record Identity(string Kind, string Value, string Origin, long AddedAt);

/// <summary>Kinds of identities. Stored words, append only.</summary>
public static class IdentityKinds
{
    public const string External = "external";
    public const string Phone = "phone";
    public const string Email = "email";
    public const string Address = "address";
}

/// <summary>
/// Something that is counted on a person's page. Declared here and implemented by the capabilities above, so that this one need not know them.
/// </summary>
public interface IPersonCount
{
    /// <summary>The name on the wire, such as <c>orders</c>.</summary>
    string Name { get; }

    /// <param name="ids">All ids of the one person, merged ones included.</param>
    Task<long> Count(IReader reader, IReadOnlyList<string> ids);
}
