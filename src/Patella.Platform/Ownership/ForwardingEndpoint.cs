using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patella.Platform.Storage;

namespace Patella.Platform.Ownership;

/// <summary>Where other processes of the cluster hand over commands for partitions that this one owns.</summary>
public static class ForwardingEndpoint
{
    private const int PayloadLimit = 1 << 20;

    public static RouteHandlerBuilder MapForwarding(this IEndpointRouteBuilder routes, PostgresOwners owners)
        => routes.MapPost(OwnerClient.Path + "{partition}/{command}", async (string partition, string command, HttpContext http) =>
        {
            var presented = Encoding.UTF8.GetBytes(http.Request.Headers.Authorization.ToString());
            if (!CryptographicOperations.FixedTimeEquals(presented, Encoding.UTF8.GetBytes("Bearer " + owners.Secret)))
            {
                return Results.Unauthorized();
            }

            if (http.Request.ContentLength is null or > PayloadLimit)
            {
                return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
            }

            using var reader = new StreamReader(http.Request.Body);
            try
            {
                return Results.Text(await owners.HandleForwarded(partition, command, await reader.ReadToEndAsync(http.RequestAborted)), "application/json");
            }
            catch (Exception lost) when (lost is OwnershipLostException or OperationCanceledException)
            {
                return Results.StatusCode(StatusCodes.Status421MisdirectedRequest);
            }
            catch (StoreUnavailableException)
            {
                return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            }
            catch (Exception failure) when (failure is not BadHttpRequestException and not IOException)
            {
                // Told to the asking process instead of being tried again and again.
                return Results.Text(failure.Message, statusCode: StatusCodes.Status422UnprocessableEntity);
            }
        });
}
