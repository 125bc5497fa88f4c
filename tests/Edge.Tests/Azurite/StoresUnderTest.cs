using Azure.Core.Pipeline;
using FunctionsPipeline.AzureStorage;

namespace FunctionsPipeline.Edge.Tests.Azurite;

/// <summary>Stores over an empty account.</summary>
public sealed class StoresUnderTest : IDisposable
{
    private readonly TemporaryFolder _scratch = new();

    private StoresUnderTest(string connectionString) => ConnectionString = connectionString;

    public string ConnectionString { get; }

    public string ScratchFolder => _scratch.Path;

    public static async Task<StoresUnderTest> NewAsync() => new(await AzuriteServer.NewAccountAsync());

    /// <summary>Stores of one process on the account.</summary>
    public AzureStores Open() => AzureStores.Create(Options(), TimeProvider.System);

    /// <summary>The same over a network that fails, or with small pages.</summary>
    internal AzureStores Open(HttpPipelineTransport? transport, int blobsPerPage = 5000) =>
        AzureStores.Create(Options(), TimeProvider.System, transport, blobsPerPage);

    public AzureStorageOptions Options(long scratchBytesMax = 1 << 20) => new()
    {
        ConnectionString = ConnectionString,
        ScratchFolder = ScratchFolder,
        ScratchBytesMax = scratchBytesMax,
        RetryDelay = TimeSpan.FromMilliseconds(1),
    };

    public void Dispose() => _scratch.Dispose();
}
