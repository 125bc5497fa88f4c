using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace FunctionsPipeline.AzureStorage.Clients;

/// <summary>The SDK's clients, with everything about retries, timeouts and logging set on purpose.</summary>
internal sealed class StorageClients
{
    private const string ApplicationId = "FunctionsPipeline";

    // A partition that moves to another server is away for some seconds: waits of 0.5, 1, 2, 4 and 8 s bridge that. What is
    // away longer goes to the orchestrator, whose retries are durable and cost no worker.
    private const int RetriesMax = 5;
    private static readonly TimeSpan RetryDelayMax = TimeSpan.FromSeconds(8);

    // The table service itself gives up after 30 s.
    private static readonly TimeSpan TableTimeout = TimeSpan.FromSeconds(35);

    // A block of 4 MiB at 70 KiB/s. For a download it is the longest silence, not the whole.
    private static readonly TimeSpan BlobTimeout = TimeSpan.FromSeconds(60);

    public StorageClients(AzureStorageOptions options, HttpPipelineTransport? transport)
    {
        var tables = Prepare(new TableClientOptions(), options, TableTimeout, transport);
        var blobs = Prepare(new BlobClientOptions(), options, BlobTimeout, transport);
        if (options.ConnectionString is { } connectionString)
        {
            (Tables, Blobs) = FromConnectionString(options.ConnectionName, connectionString, tables, blobs);
            return;
        }

        var credential = options.CreateCredential();
        Tables = new TableServiceClient(options.TableServiceUri!, credential, tables);
        Blobs = new BlobServiceClient(options.BlobServiceUri!, credential, blobs);
    }

    public TableServiceClient Tables { get; }

    public BlobServiceClient Blobs { get; }

    private static (TableServiceClient Tables, BlobServiceClient Blobs) FromConnectionString(
        string name, string connectionString, TableClientOptions tables, BlobClientOptions blobs)
    {
        try
        {
            return (new TableServiceClient(connectionString, tables), new BlobServiceClient(connectionString, blobs));
        }
        catch (Exception malformed) when (malformed is FormatException or ArgumentException or InvalidOperationException)
        {
            // The SDK's message may repeat a part of the string, so it is not passed on.
            throw new AzureStorageSettingException(
                name, "it is no storage connection string; one looks like DefaultEndpointsProtocol=https;AccountName=...;AccountKey=...;EndpointSuffix=core.windows.net.");
        }
    }

    private static T Prepare<T>(T client, AzureStorageOptions options, TimeSpan networkTimeout, HttpPipelineTransport? transport)
        where T : ClientOptions
    {
        client.Retry.Mode = RetryMode.Exponential;
        client.Retry.MaxRetries = RetriesMax;
        client.Retry.Delay = options.RetryDelay;
        client.Retry.MaxDelay = RetryDelayMax;
        client.Retry.NetworkTimeout = networkTimeout;

        // Rows and blobs hold prompts and stories of users: no body of a request is ever logged.
        client.Diagnostics.IsLoggingContentEnabled = false;
        client.Diagnostics.IsTelemetryEnabled = false;
        client.Diagnostics.ApplicationId = ApplicationId;
        client.AddPolicy(new AttemptCounting(), HttpPipelinePosition.PerRetry);
        if (transport is not null) client.Transport = transport;
        return client;
    }
}
