public import SupplyModel
extension Store {
    public func revision(of view: RegisterView) throws(StoreError) -> Int64 { try revision() }
    public func network(view: RegisterView) throws(StoreError) -> Network { try network() }
}
