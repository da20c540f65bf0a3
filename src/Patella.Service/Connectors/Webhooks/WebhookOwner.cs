using Microsoft.Extensions.Logging;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;
using Patella.Service.Audit;

namespace Patella.Service.Connectors.Webhooks;

/// <summary>What webhooks need of the program.</summary>
internal sealed record WebhookSeams(IStore Store, IBus Bus, WebhookSender Sender, MachineTime Machine, BusinessTime Business, IIdentifiers Identifiers, AuditTrail Audit, ILoggerFactory Loggers);

/// <summary>The worker that delivers webhooks, one process a tenant.</summary>
internal sealed class WebhookWorker(WebhookSeams seams) : ITenantWorker
{
    public (string Partition, IPartitionOwner Owner) For(TenantId tenant) => (WebhookOwner.Topic(tenant), new WebhookOwner(tenant, seams));
}

/// <summary>Gives each active webhook of a tenant a lane of its own, so that a slow or dead endpoint holds up only itself.</summary>
internal sealed partial class WebhookOwner(TenantId tenant, WebhookSeams seams) : IPartitionOwner
{
    internal static readonly Statements Sql = new(typeof(WebhookOwner).Assembly, "Connectors.webhooks.sql");
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);
    private readonly ILogger _logger = seams.Loggers.CreateLogger<WebhookOwner>();

    public static string Topic(TenantId tenant) => "webhooks:" + tenant.Value;

    public async Task Run(Ownership ownership)
    {
        using var wake = new WakeUp(seams.Bus, Topic(tenant));
        await using var lanes = new Lanes<WebhookRow>(webhook => (webhook.Id, webhook.Version), (webhook, stop) => RunLane(ownership, webhook, stop), ownership.Lost);
        while (!ownership.Lost.IsCancellationRequested)
        {
            var all = await seams.Store.Read(tenant, reader => reader.Many<WebhookRow>(Sql["List"]), ownership.Lost);
            await lanes.Arrange(all.Where(webhook => webhook.State == "active" && webhook.Secret.Length > 0));
            await wake.Sleep(Look, ownership.Lost);
        }
    }

    public Task<string> Handle(Ownership ownership, string command, string payload) => throw new NotSupportedException("Webhooks take no commands; deliveries are rows.");

    private async Task RunLane(Ownership ownership, WebhookRow webhook, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await new WebhookLane(tenant, webhook, seams).Run(ownership, stop);
                return;
            }
            catch (Exception failure) when (failure is OperationCanceledException or OwnershipLostException)
            {
                return;
            }
            catch (Exception failure)
            {
                LogWaiting(webhook.Id, tenant, failure);
                await Task.Delay(Look, seams.Machine.Provider, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook {Webhook} of {Tenant} pauses")]
    private partial void LogWaiting(string webhook, TenantId tenant, Exception failure);
}
