using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Access.External;

/// <summary>A sign-in provider in the settings document.</summary>
public sealed record ProviderLine(string? Id, string? Name, string? Issuer, string? ClientId, ProviderSettings? Settings);

/// <summary>
/// Sign-in providers in the settings document, without their secrets. One that is new here is switched off until somebody has proven who they are and
/// gives its secret; one that is here already cannot be turned to another issuer by a document.
/// </summary>
internal sealed class ProviderSection(ProviderStore providers) : ListSection<ProviderLine, ProviderLine>
{
    public override string Name => "identityProviders";

    public override async Task<object> Export(IReader reader)
        => (await providers.List(reader)).Select(provider => new ProviderLine(provider.Id, provider.Name, provider.Issuer, provider.ClientId, provider.Settings)).ToList();

    protected override void Check(ProviderLine request, SettingsContext context, string at, Validation into)
    {
        into.Must(request.Settings is { Scopes: not null, Mappings: not null }, at + "/settings", "Must have scopes and mappings.");
        if (!into.Failed)
        {
            ProviderSettingsEndpoints.Check(request.Id ?? "", RequestOf(request), at, into);
        }
    }

    protected override ProviderLine ToValue(ProviderLine request) => request;

    protected override async Task SaveOne(ITransaction transaction, ProviderLine value)
    {
        var known = (await providers.List(transaction)).FirstOrDefault(provider => provider.Id == value.Id);
        if (known is not null && (known.Issuer != value.Issuer || known.ClientId != value.ClientId))
        {
            throw new RefusalException(Problem.Conflict("other-provider", "A sign-in provider of this id stands here already with another issuer or client. Change it by hand."));
        }

        await providers.Save(transaction, ProviderSettingsEndpoints.ToProvider(value.Id!, RequestOf(value)) with { Enabled = known?.Enabled == true }, null);
    }

    private static ProviderRequest RequestOf(ProviderLine line) => new(
        line.Name, line.Issuer, line.ClientId, null, line.Settings!.Scopes, line.Settings.GroupClaim, line.Settings.Mappings, line.Settings.CreateAccounts, line.Settings.LinkByEmail,
        line.Settings.TrustSecondFactor, line.Settings.AllowPrivateNetwork, line.Settings.PublicAddress, null);
}
