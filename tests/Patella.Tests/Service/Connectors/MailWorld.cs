using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Ownership;
using Patella.Platform.Segments;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Audit;
using Patella.Service.Connectors;
using Patella.Service.Connectors.Mail;
using Patella.Service.Connectors.Mail.Inbox;
using Patella.Service.Files;
using Patella.Service.Tenants;

namespace Patella.Tests.Service.Connectors;

/// <summary>Connectors and what lies below on an empty store, with one mailbox, without servers and without a host.</summary>
internal sealed class MailWorld(ServiceWorld world) : IAsyncDisposable
{
    public const string Box = "box";

    public ServiceWorld World => world;

    public Ownership Ownership { get; } = new("mail-in:shop", 1, fenced: false, CancellationToken.None);

    public static async Task<MailWorld> Create(StoreKind kind, int smtpPort = 1, Action<IServiceCollection>? more = null, params string[] moreMigrations)
    {
        StoreFixtureHolder holder = new();
        var world = await ServiceWorld.Create(kind, services =>
        {
            services.AddSingleton<ISegments>(_ => holder.World!.Fixture.OpenSegments());
            services.AddSingleton<SecretBox>();
            services.AddTenants().AddAudit().AddFiles().AddConnectors();
            more?.Invoke(services);
        }, ["Tenants", "Audit", "Files", "Parties", "Connectors", .. moreMigrations]);
        holder.World = world;
        await world.Store.Prepare(Patella.Platform.Identifiers.TenantId.System);
        await world.Write(transaction => world.Get<TenantStore>().SaveUnit(transaction, new BusinessUnit("m", "market", new LocalName("集市", "Market"), "market", false)));
        var saved = await world.Get<MailboxSettings>().Save(world.Staff(), new MailboxRequest(
            Box, "Support", "support@patella.test", "Support", "market", "en", true, true, false, "INBOX", "127.0.0.1", 1, "none", "127.0.0.1", smtpPort, "none", "support", "secret", null));
        Assert.True(saved.Succeeded, saved.Problem?.ToString());
        return new MailWorld(world);
    }

    public Task Keep(long uid, string mail, long validity = 1)
        => world.Get<MailIntake>().Keep(Ownership, world.Tenant, Box, validity, uid, Encoding.UTF8.GetBytes(mail.ReplaceLineEndings("\r\n")), mail.Length, null);

    /// <summary>Reads all that was kept.</summary>
    public async Task Read()
    {
        while (await world.Get<MailIntake>().ReadStored(Ownership, world.Tenant) > 0)
        {
        }
    }

    public Task<ReceivedMail?> Find(long uid, long validity = 1) => world.Read(reader => world.Get<MailStore>().Find(reader, MailIntake.IdOf(Box, validity, uid)));

    public async Task<int> Count(string kind) => (await world.Timeline()).Count(entry => entry.Kind == kind);

    public ValueTask DisposeAsync() => world.DisposeAsync();

    private sealed class StoreFixtureHolder
    {
        public ServiceWorld? World { get; set; }
    }
}
