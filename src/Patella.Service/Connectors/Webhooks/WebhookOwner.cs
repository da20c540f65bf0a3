using Microsoft.Extensions.Logging;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Ownership;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Connectors.Mail.Inbox;

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
        var lanes = new Dictionary<string, (long Version, Task Task, CancellationTokenSource Stop)>();
        try
        {
            while (!ownership.Lost.IsCancellationRequested)
            {
                await Arrange(ownership, lanes);
                await wake.Settings.WaitAsync(Look, ownership.Lost);
            }
        }
        finally
        {
            foreach (var (_, _, stop) in lanes.Values)
            {
                await stop.CancelAsync();
            }

            await Task.WhenAll(lanes.Values.Select(lane => lane.Task)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public Task<string> Handle(Ownership ownership, string command, string payload) => throw new NotSupportedException("Webhooks take no commands; deliveries are rows.");

    private async Task Arrange(Ownership ownership, Dictionary<string, (long Version, Task Task, CancellationTokenSource Stop)> lanes)
    {
        var active = (await seams.Store.Read(tenant, reader => reader.Many<WebhookRow>(Sql["List"]), ownership.Lost)).Where(webhook => webhook.State == "active" && webhook.Secret.Length > 0).ToDictionary(webhook => webhook.Id);
        foreach (var (id, lane) in lanes.Where(lane => !active.TryGetValue(lane.Key, out var webhook) || webhook.Version != lane.Value.Version || lane.Value.Task.IsCompleted).ToList())
        {
            await lane.Stop.CancelAsync();
            await lane.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lane.Stop.Dispose();
            lanes.Remove(id);
        }

        foreach (var webhook in active.Values.Where(webhook => !lanes.ContainsKey(webhook.Id)))
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(ownership.Lost);
            lanes[webhook.Id] = (webhook.Version, Task.Run(() => RunLane(ownership, webhook, stop.Token)), stop);
        }
    }

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
