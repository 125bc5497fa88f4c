using FunctionsPipeline.Contracts;
using FunctionsPipeline.Edge.Tests.Azurite;
using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.Edge.Tests.Blobs;

[NeedsAzurite]
public sealed class AzureBlobStoreContractTests : BlobStoreContract
{
    private StoresUnderTest? _stores;

    protected override async Task<IBlobStore> OpenAsync() => (_stores = await StoresUnderTest.NewAsync()).Open().Blobs;

    protected override Task CloseAsync()
    {
        _stores?.Dispose();
        return Task.CompletedTask;
    }
}
