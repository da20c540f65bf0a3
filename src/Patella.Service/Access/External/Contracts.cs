namespace Patella.Service.Access.External;

/// <summary>Which roles and units a group of the provider stands for.</summary>
/// <param name="Group">A value of the provider's group claim.</param>
public sealed record GroupMapping(string Group, IReadOnlyList<string> Roles, IReadOnlyList<string>? Units = null);

/// <summary>How a provider is used.</summary>
/// <param name="Scopes">Asked for beside <c>openid</c>.</param>
/// <param name="GroupClaim">The claim of the identity token that lists groups or roles; a string or a list of strings.</param>
/// <param name="Mappings">When there are some, roles and units follow them at every sign-in, and whoever has none is not let in.</param>
/// <param name="CreateAccounts">Makes an account at the first sign-in; without it somebody must exist already.</param>
/// <param name="LinkByEmail">Takes a verified address as proof that an existing account is theirs: only for providers that own their people's addresses.</param>
/// <param name="TrustSecondFactor">The provider's word (amr) that it asked for a second factor is enough.</param>
/// <param name="AllowPrivateNetwork">The provider may stand in the tenant's own network, over plain HTTP too.</param>
/// <param name="PublicAddress">Where browsers reach this server, such as https://desk.example; null: as the request says.</param>
public sealed record ProviderSettings(
    IReadOnlyList<string> Scopes, string? GroupClaim, IReadOnlyList<GroupMapping> Mappings, bool CreateAccounts, bool LinkByEmail, bool TrustSecondFactor,
    bool AllowPrivateNetwork, string? PublicAddress);

/// <summary>An OpenID provider of a tenant. The secret is opened, never shown.</summary>
internal sealed record Provider(string Id, string Name, string Issuer, string ClientId, string? Secret, ProviderSettings Settings, bool Enabled);

/// <summary>PUT /identity-providers/{id}. An absent secret keeps the one there is.</summary>
public sealed record ProviderRequest(
    string? Name, string? Issuer, string? ClientId, string? ClientSecret, IReadOnlyList<string>? Scopes, string? GroupClaim, IReadOnlyList<GroupMapping>? Mappings,
    bool? CreateAccounts, bool? LinkByEmail, bool? TrustSecondFactor, bool? AllowPrivateNetwork, string? PublicAddress, bool? Enabled);

/// <summary>A provider as shown: its secret stays hidden.</summary>
/// <param name="RedirectAddress">To be registered with the provider, exactly.</param>
public sealed record ProviderView(string Id, string Name, string Issuer, string ClientId, bool HasSecret, ProviderSettings Settings, bool Enabled, string RedirectAddress);

/// <summary>What the provider's own document says.</summary>
public sealed record ProviderCheck(string Issuer, string AuthorizationAddress, string TokenAddress, int Keys);

/// <summary>Ways to sign in to an ecosystem; the same answer for one that does not exist and one without providers.</summary>
public sealed record SignInOptions(bool Password, IReadOnlyList<SignInOption> Providers);

/// <summary>One button on the sign-in page.</summary>
public sealed record SignInOption(string Id, string Name);

/// <summary>POST /sessions/external.</summary>
/// <param name="ReturnTo">A path of the console to come back to.</param>
public sealed record ExternalStartRequest(string? Tenant, string? Provider, string? ReturnTo);

/// <summary>Where the browser goes next.</summary>
public sealed record ExternalStart(string Address);
