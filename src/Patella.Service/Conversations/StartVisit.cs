using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Edge;
using Patella.Service.Notifications;
using Patella.Service.Parties;
using Patella.Service.Tenants;

namespace Patella.Service.Conversations;

/// <summary>POST /visitor-sessions: a consumer enters, known by the marketplace's token or not at all.</summary>
/// <param name="Previous">The visitor token this device had before; an anonymous visitor's conversations go along to the person who signs in.</param>
public sealed record VisitRequest(string? Tenant, string? Token, string? Previous, string? Language);

/// <summary>A consumer's way in.</summary>
/// <param name="BusinessNow">Business time, in which promises and entries are told.</param>
/// <param name="TimeRate">How many times faster than the machine's it runs.</param>
public sealed record VisitView(string Token, DateTimeOffset ExpiresAt, VisitorView Consumer, VisitTenant Tenant, Look Look, DateTimeOffset BusinessNow, double TimeRate);

public sealed record VisitorView(string Id, string? Name, bool Anonymous, string Language);

public sealed record VisitTenant(string Slug, string Name);

internal sealed class StartVisit(IStore store, TenantStore tenants, ConsumerTokens consumerTokens, VisitorTokens visitors, PersonStore persons, PersonMerge merge, SignedLinks links, BusinessTime clock, IIdentifiers identifiers)
{
    public async Task<Outcome<VisitView>> Run(VisitRequest request)
    {
        var check = new Validation()
            .Must(TenantId.IsValid(request.Tenant) && request.Tenant != TenantId.System.Value, "/tenant", "Must be the short name of an ecosystem.")
            .Text(request.Language ?? "", "/language", 0, 20);
        if (check.Failed)
        {
            return check.Problem;
        }

        var tenant = new TenantId(request.Tenant!);
        if (!(await store.Read(TenantId.System, tenants.ListEcosystems)).Any(ecosystem => ecosystem.Id == tenant.Value))
        {
            return Problem.NotFound("The ecosystem");
        }

        var language = request.Language is { Length: > 0 } asked ? asked : "en";
        var previous = request.Previous is { } token && token.StartsWith(VisitorTokens.Prefix, StringComparison.Ordinal) && await visitors.Find(token) is { } caller && caller.Tenant == tenant ? caller : null;
        var known = request.Token is null ? null : await Known(tenant, request.Token, previous, language);
        if (known?.Problem is { } problem)
        {
            return problem;
        }

        var person = known?.Value ?? await Anonymous(tenant, previous, language);
        return await Show(tenant, person, request.Language ?? person.Language ?? language);
    }

    /// <summary>The person the marketplace names; what they began before signing in becomes theirs.</summary>
    private async Task<Outcome<Person>?> Known(TenantId tenant, string token, Caller? previous, string language)
    {
        if (token.StartsWith(SignedLinks.SignBackPrefix, StringComparison.Ordinal))
        {
            return await ComeBack(tenant, token);
        }

        var claims = await store.Read(tenant, reader => consumerTokens.Check(reader, token));
        if (claims.Problem is { } refused)
        {
            return refused;
        }

        return await store.Write(tenant, async Task<Outcome<Person>> (transaction) =>
        {
            var said = claims.Value;
            var person = await persons.EnsurePerson(transaction, said.Subject, said.Name, said.Language ?? language, said.Tier);
            if (previous is { IsVisitor: true } && previous.Id != person.Id)
            {
                await merge.Merge(transaction, previous.Id, person.Id);
                await transaction.Execute(ConversationStore.Sql["AdoptPerson"], new { from = previous.Id, into = person.Id, name = person.Name, tier = person.Tier });
            }

            return person;
        });
    }

    /// <summary>Somebody who follows the link of a reminder.</summary>
    private async Task<Outcome<Person>> ComeBack(TenantId tenant, string token)
        => await links.FindSignBack(tenant, token) is { } id && await store.Read(tenant, reader => persons.Find(reader, id)) is { } person
            ? person : new Problem(401, "link-run-out", "This link has run out. Begin anew; what was said is not lost.");

    private async Task<Person> Anonymous(TenantId tenant, Caller? previous, string language)
    {
        if (previous is not null && await store.Read(tenant, reader => persons.Find(reader, previous.Id)) is { } there && there.Anonymous == previous.IsVisitor)
        {
            return there;
        }

        return await store.Write(tenant, transaction => persons.AddAnonymous(transaction, identifiers.New(), language));
    }

    private async Task<Outcome<VisitView>> Show(TenantId tenant, Person person, string language)
    {
        var profile = await store.Read(tenant, tenants.Profile);
        var (token, expires) = await visitors.Issue(tenant, person.Id, person.Anonymous, language);
        return new VisitView(token, expires, new VisitorView(person.Id, person.Name, person.Anonymous, language), new VisitTenant(tenant.Value, profile.Name), profile.Look, clock.GetUtcNow(), clock.Rate);
    }
}
