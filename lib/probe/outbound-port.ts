const protocols: Record<string, number[]> = {
  'system services': [
    0, 1, 7, 9, 11, 13, 15, 17, 19, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 111, 113, 115, 117, 119, 123, 135, 161, 162, 179,
  ],
  FTP: [20, 21, 989, 990],
  SSH: [22],
  Telnet: [23, 992],
  mail: [25, 109, 110, 143, 465, 563, 587, 993, 995, 4190],
  'file sharing': [137, 138, 139, 427, 445, 548, 873, 2049, 4045],
  LDAP: [389, 636, 3268],
  'remote shells': [512, 513, 514, 515, 526, 530, 531, 532, 540, 544, 554, 556, 601],
  'remote desktops': [3389, 5900, 5901, 6000, 5985, 5986],
  telephony: [1719, 1720, 1723, 5060, 5061, 6566],
  chat: [6665, 6666, 6667, 6668, 6669, 6679, 6697],
  'the Docker engine': [2375, 2376, 2377],
  etcd: [2379, 2380],
  ZooKeeper: [2181],
  'SQL Server': [1433],
  Oracle: [1521],
  MySQL: [3306],
  PostgreSQL: [5432, 6432],
  Redis: [6379, 6380, 16379, 26379],
  AMQP: [5671, 5672],
  Cassandra: [9042],
  Memcached: [11211],
  MongoDB: [27017, 27018, 27019],
  'the kubelet': [10250, 10255],
  Amanda: [10080],
};

const byPort = new Map(Object.entries(protocols).flatMap(([name, ports]) => ports.map((port) => [port, name] as const)));

/** The protocol that owns this port and is not HTTP, or null. */
export function foreignProtocolOf(port: number): string | null {
  return byPort.get(port) ?? null;
}
