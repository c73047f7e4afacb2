export { DoorbellConsumer, type TakenDoorbell } from './doorbell-consumer';
export { DoorbellPublisher } from './doorbell-publisher';
export { HoldStore } from './hold-store';
