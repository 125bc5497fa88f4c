using FunctionsPipeline.Contracts;
using FunctionsPipeline.State.Blobs;

namespace FunctionsPipeline.State.Tests.Blobs;

/// <summary>What tests run on keeps what the real stores keep.</summary>
public sealed class InMemoryBlobStoreContractTests : BlobStoreContract
{
    protected override Task<IBlobStore> OpenAsync() => Task.FromResult<IBlobStore>(new InMemoryBlobStore(TimeProvider.System));

    protected override Task CloseAsync() => Task.CompletedTask;
}
