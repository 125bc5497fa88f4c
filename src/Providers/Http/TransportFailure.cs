using System.Net.Sockets;
using System.Security.Authentication;

namespace FunctionsPipeline.Providers.Http;

/// <summary>Tells apart why no reply came: name resolution, connection, TLS, time. Used for API calls and downloads.</summary>
internal static class TransportFailure
{
    /// <summary>True for the exceptions that the network causes; others are defects and must not be dressed up.</summary>
    public static bool IsTransport(Exception exception) =>
        exception is HttpRequestException or IOException or SocketException or TaskCanceledException { InnerException: TimeoutException };

    /// <summary>The code and a sentence. The caller handles its own time limits and cancellation first.</summary>
    public static (ProviderErrorCode Code, string Message) Classify(Exception exception)
    {
        var socket = Find<SocketException>(exception);
        if (socket?.SocketErrorCode is SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery)
        {
            return (ProviderErrorCode.DnsFailure, "the host name could not be resolved");
        }

        if (Find<AuthenticationException>(exception) is { } handshake)
        {
            return (ProviderErrorCode.TlsFailure, "the TLS handshake failed: " + handshake.Message);
        }

        if (Find<TimeoutException>(exception) is not null || socket?.SocketErrorCode is SocketError.TimedOut)
        {
            return (ProviderErrorCode.Timeout, "no connection within the time allowed");
        }

        var isConnecting = exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };
        if (isConnecting)
        {
            return (ProviderErrorCode.ConnectionRefused, "no connection: " + (socket?.Message ?? "the host cannot be reached"));
        }

        return (ProviderErrorCode.ConnectionLost, "the connection broke before the reply was complete");
    }

    /// <summary>True when trying again may help. A bad certificate stays bad.</summary>
    public static bool IsPassing(ProviderErrorCode code) => code is not ProviderErrorCode.TlsFailure;

    private static T? Find<T>(Exception? exception) where T : Exception
    {
        // Network exceptions nest three or four deep; the bound is against a cycle.
        for (var depth = 0; exception is not null && depth < 10; depth++, exception = exception.InnerException)
        {
            if (exception is T found) return found;
        }

        return null;
    }
}
